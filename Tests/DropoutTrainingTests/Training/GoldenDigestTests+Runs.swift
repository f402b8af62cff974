import DropoutTraining

/// Narrow nets put examples side by side in a vector, wide ones units.
extension GoldenDigestTests {
  static let narrow: [Run] = [
    Run(
      "narrow, full batch", "none",
      TrainingConfiguration(
        network: NetworkShape(layers: [2, 20, 3, 1], initialisation: .course),
        learningRate: LearningRate(0.3), steps: 20),
      "0ca24e73ca19f583edf83b4541876b3480d0231ea9da8e4cbafd798c750aa728"),
    Run(
      "narrow, momentum, input dropped", "per-example",
      TrainingConfiguration(
        network: NetworkShape(layers: [5, 33, 17, 3]), keepProbabilities: [0.8, 0.5, 0.7],
        optimizer: .momentum(.init(from: 0.5, to: 0.9, over: 9)), learningRate: LearningRate(0.05),
        batchSize: 17, steps: 20),
      "6d78239151f7a0c5e485624eb6626137a84b42550eda7c93e56fa41ec5f1d0fe"),
    Run(
      "narrow, groups, tanh, Nesterov, L2", "per-group:3",
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 64, 5, 1], activation: .tanh),
        keepProbabilities: [1, 0.6, 0.9], optimizer: .nesterov(.init(0.8)),
        learningRate: LearningRate(0.05), l2: 0.01, batchSize: 31, steps: 15),
      "ba325bd1c74a0844ac304a2199847dae3801b5f7da4fce24639c21750cfbfea5"),
    Run(
      "narrow, one mask, logistic, Adam, norm limit", "per-batch",
      TrainingConfiguration(
        network: NetworkShape(layers: [4, 18, 17], activation: .logistic),
        keepProbabilities: [0.9, 0.5], optimizer: .usualAdam, learningRate: LearningRate(0.02),
        maxNorm: 1.5, steps: 20),
      "0cba20f8a84f4c2e2bf2802204a2e9f2f3d9f01dfb4db520a9d245cd17a02c7a"),
    Run(
      "narrow, frozen, squared", "frozen/per-example",
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 12, 2], loss: .squared), keepProbabilities: [1, 0.5],
        scaling: .classic, learningRate: LearningRate(0.05), batchSize: 16, steps: 20),
      "22d16b85462572e853101d9270ecd7cfb3e2c3dcc0716c7f6d61efb6e2290661"),
    Run(
      "narrow, by epoch, squared, one output", "per-epoch/per-batch",
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 20, 1], activation: .linear, loss: .squared),
        keepProbabilities: [1, 0.7],
        learningRate: LearningRate(0.05, schedule: .exponential(every: 5, factor: 0.7)),
        batchSize: 20, steps: 20),
      "66585b30275b5f70e5ce04857606c1be395ba7efcff2782d1e8e7b1547f42e6b"),
    Run(
      "narrow, every second step", "every:2/per-group:5",
      TrainingConfiguration(
        network: NetworkShape(layers: [6, 9, 9, 9, 2]), keepProbabilities: [0.9, 0.8, 0.7, 0.6],
        optimizer: .usualAdam, learningRate: LearningRate(0.01), l2: 0.001, batchSize: 19,
        steps: 20),
      "77150cfa186cb1dae0b3878b8e751a5bf01b5d773aca68189f267b6e36669f4e"),
    Run(
      "narrow, curriculum, input dropped", "per-group:5",
      TrainingConfiguration(
        network: NetworkShape(layers: [6, 20, 9, 2]), keepProbabilities: [0.8, 0.5, 0.7],
        learningRate: LearningRate(0.05), batchSize: 19, steps: 20,
        dropoutSchedule: DropoutSchedule(.curriculum, steps: 20)),
      "f375754283bbfbacc20ef49ef98e145a5b3d9558d98b6ae10762e4f102130fff"),
  ]

  static let wide: [Run] = [
    Run(
      "wide, minibatch", "none",
      TrainingConfiguration(
        network: NetworkShape(layers: [20, 130, 70, 3]), learningRate: LearningRate(0.1),
        batchSize: 7, steps: 12),
      "518657d0fe18a290e9e7243b94a97fe118a1049385ae6518a7c2aa82f733f057"),
    Run(
      "wide, momentum, norm limit, input dropped", "per-example",
      TrainingConfiguration(
        network: NetworkShape(layers: [20, 130, 70, 3]), keepProbabilities: [0.8, 0.5, 0.5],
        optimizer: .momentum(.init(0.9)), learningRate: LearningRate(0.05), maxNorm: 1.2,
        batchSize: 16, steps: 12),
      "4b9cb7e93013061f1fd79ecf153f2de24587e969b2851ffd40737bd426db463b"),
    Run(
      "wide, groups, few survivors, full batch", "per-group:3",
      TrainingConfiguration(
        network: NetworkShape(layers: [9, 300, 65, 1]), keepProbabilities: [1, 0.05, 0.1],
        optimizer: .nesterov(.init(0.9)), learningRate: LearningRate(0.01), l2: 0.001, steps: 10),
      "d28f5ca98e97ecd02be51598fadb3478b960229ac85a7b3f17c1a127761020bc"),
    Run(
      "wide, one mask, tanh, Adam, squared", "per-batch",
      TrainingConfiguration(
        network: NetworkShape(layers: [12, 80, 90, 1], activation: .tanh, loss: .squared),
        keepProbabilities: [0.9, 0.4, 0.4], optimizer: .usualAdam,
        learningRate: LearningRate(0.005), batchSize: 13, steps: 12),
      "fbc7cbf3373405eed376d47fbb9b94b4710383a6761307281a7e40e307b5a37c"),
    Run(
      "wide, frozen, logistic", "frozen/per-example",
      TrainingConfiguration(
        network: NetworkShape(layers: [70, 40, 18], activation: .logistic),
        keepProbabilities: [0.5, 0.5], scaling: .classic, optimizer: .momentum(.init(0.8)),
        learningRate: LearningRate(0.1), steps: 12),
      "b9ff9310ec888815c8ed954d9719caa65a385e3f2737474b3e5109cc5ad30a98"),
    Run(
      "wide, by epoch, linear, squared", "per-epoch/per-group:3",
      TrainingConfiguration(
        network: NetworkShape(layers: [5, 129, 4], activation: .linear, loss: .squared),
        keepProbabilities: [1, 0.12], learningRate: LearningRate(0.005), batchSize: 9, steps: 15),
      "1180fbcd6c37a6371496382b156f3efe987a69b520999e04045edb6f65e8942a"),
    Run(
      "wide, every third step, norm limit, Adam", "every:3/per-batch",
      TrainingConfiguration(
        network: NetworkShape(layers: [8, 257, 66, 5]), keepProbabilities: [0.9, 0.3, 0.7],
        optimizer: .usualAdam, learningRate: LearningRate(0.01), l2: 0.0001, maxNorm: 2,
        batchSize: 1, steps: 20),
      "ad283c2ed896997ef4a8c9922541b505161fbd920b8fdedd100424546012979f"),
    Run(
      "as narrow, batch too small", "per-example",
      TrainingConfiguration(
        network: NetworkShape(layers: [5, 33, 17, 3]), keepProbabilities: [0.8, 0.5, 0.7],
        learningRate: LearningRate(0.05), batchSize: 15, steps: 15),
      "109c8732d8bc416699157e54c25e3376ae0ad6492ef8ae6a52b5cbf6a65a9888"),
    Run(
      "wide, annealed out of packed layers", "per-batch",
      TrainingConfiguration(
        network: NetworkShape(layers: [20, 130, 70, 3]), keepProbabilities: [0.9, 0.3, 0.4],
        optimizer: .momentum(.init(0.8)), learningRate: LearningRate(0.05), batchSize: 8, steps: 20,
        dropoutSchedule: DropoutSchedule(.annealed, steps: 16)),
      "adef5696a0604f293948c4b8ea2de245ef1a9024011b42a4915793d2842791ad"),
    Run(
      "wide, Gaussian curriculum", "every:2/per-example",
      TrainingConfiguration(
        network: NetworkShape(layers: [8, 66, 17, 3]), keepProbabilities: [0.9, 0.5, 0.6],
        noise: .gaussian, learningRate: LearningRate(0.05), batchSize: 7, steps: 15,
        dropoutSchedule: DropoutSchedule(.curriculum, steps: 40)),
      "c946ec0d1ddbf14f5d8cc5e5f606742df85fa611caec5a9d93d83f6291f27fd8"),
    Run(
      "wide, late DropConnect", "per-group:3",
      TrainingConfiguration(
        network: NetworkShape(layers: [6, 40, 18, 2]), keepProbabilities: [0.9, 0.5, 0.6],
        noise: .dropconnect, learningRate: LearningRate(0.05), batchSize: 7, steps: 15,
        dropoutSchedule: DropoutSchedule(.late, steps: 6)),
      "01fb0e3a6cf87bfc80606960ae69605c10775042827c6c13c172473253c7a8a1"),
  ]
}
