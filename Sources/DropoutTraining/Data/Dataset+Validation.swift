extension Dataset {
  /// The training examples alone, a part of them, chosen by the seed, held out to test on.
  ///
  /// Both parts keep the data's order; the test examples are left out.
  ///
  /// - Parameters:
  ///   - share: Share to hold out, 0 < share < 1; at least one example is held out and one is kept.
  ///   - seed: Decides which.
  /// - Precondition: There are at least two training examples.
  public func validationSplit(share: Double, seed: UInt64) -> Dataset {
    precondition(share > 0 && share < 1, "a share of \(share)")
    precondition(train.count > 1, "\(train.count) examples cannot be split")
    let count = min(max(1, Int((share * Double(train.count)).rounded())), train.count - 1)
    var random = RandomSequence(RandomKey(seed: seed).folding(RandomUse("validation")))
    let order = random.permutation(train.count).map(Int.init)
    return Dataset(
      name: name, classCount: classCount, train: train.taking(order.dropFirst(count).sorted()),
      test: train.taking(order.prefix(count).sorted()), imageShape: imageShape,
      classNames: classNames, reading: reading)
  }
}
