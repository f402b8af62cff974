#!/usr/bin/env python3
"""The workloads of `dropout bench` in NumPy, PyTorch, JAX and Keras, one peer a process.

Usage: peers.py PEER [--workload course|mnist2|mnist3] [--policy none|per-example|per-batch]
                [--threads N] [--repeats R]
PEER: numpy, torch, torch-compile, jax, keras, keras-xla, or openblas (the dense product of NumPy's
BLAS).
Prints one JSON object as `dropout bench --json` does, with the peak memory of the process.
MNIST is read from $DROPOUT_DATA/mnist; without it, noise with as many zeros stands in.
"""
import argparse
import gzip
import json
import os
import resource
import statistics
import sys
import time

SHAPES = {
    "course": [2, 20, 3, 1],
    "mnist2": [784, 1024, 1024, 10],
    "mnist3": [784, 2048, 2048, 2048, 10],
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "peer",
        choices=["numpy", "torch", "torch-compile", "jax", "keras", "keras-xla", "openblas"])
    parser.add_argument("--workload", choices=SHAPES, default="mnist2")
    parser.add_argument(
        "--policy", choices=["none", "per-example", "per-batch"], default="per-example")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args()


options = arguments()
for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[name] = str(options.threads)
os.environ["TF_NUM_INTRAOP_THREADS"] = str(options.threads)
os.environ["TF_NUM_INTEROP_THREADS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
if options.threads == 1:
    os.environ["XLA_FLAGS"] = (
        "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
# XLA's pools do not heed a number of threads everywhere; the cores a process may use do.
if hasattr(os, "sched_setaffinity"):
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[-options.threads:])

try:
    import numpy as np
except ImportError:
    sys.exit("peers.py: NumPy is missing; pip install -r Benchmarks/peers/requirements.txt")

SHAPE = SHAPES[options.workload]
COURSE = options.workload == "course"
BATCH = 211 if COURSE else 128
RATE, MOMENTUM = (0.3, 0.0) if COURSE else (0.02, 0.9)
KEEPS = [1, 0.86, 0.86] if COURSE else [0.8] + [0.5] * (len(SHAPE) - 2)
if options.policy == "none":
    KEEPS = [1] * len(KEEPS)


def mask_rows(rows):
    return 1 if options.policy == "per-batch" else rows


def data():
    random = np.random.default_rng(0)
    if COURSE:
        x = random.normal(size=(BATCH, 2)).astype(np.float32)
        return x, (x[:, 0] > x[:, 1]).astype(np.int32)
    folder = os.path.join(os.environ.get("DROPOUT_DATA", ""), "mnist")
    paths = [f"{folder}/train-{kind}-ubyte.gz" for kind in ["images-idx3", "labels-idx1"]]
    if not os.path.exists(paths[0]):
        print("peers.py: no MNIST in $DROPOUT_DATA; noise stands in", file=sys.stderr)
        x = random.random((60_000, 784), dtype=np.float32)
        return x * (x > 0.81), random.integers(0, 10, 60_000).astype(np.int32)
    pixels = np.frombuffer(gzip.open(paths[0]).read(), np.uint8, offset=16)
    labels = np.frombuffer(gzip.open(paths[1]).read(), np.uint8, offset=8)
    return pixels.reshape(-1, 784).astype(np.float32) / 255, labels.astype(np.int32)


def initial(random):
    pairs = list(zip(SHAPE, SHAPE[1:]))
    return [
        (random.normal(size=(i, o)).astype(np.float32) * np.float32((2 / i) ** 0.5),
         np.zeros(o, np.float32)) for i, o in pairs]


def batches(x, y):
    if COURSE:
        while True:
            yield x, y
    random = np.random.default_rng(1)
    while True:
        order = random.permutation(len(x))
        for start in range(0, len(x) - BATCH + 1, BATCH):
            chosen = order[start:start + BATCH]
            yield x[chosen], y[chosen]


def numpy_step():
    random = np.random.default_rng(2)
    weights = initial(random)
    speeds = [[np.zeros_like(p) for p in layer] for layer in weights]

    def dropped(a, keep):
        if keep == 1:
            return a, None
        mask = (random.random((mask_rows(len(a)), a.shape[1]), dtype=np.float32) < keep)
        mask = mask.astype(np.float32) / np.float32(keep)
        return a * mask, mask

    def step(x, y):
        a, masks, inputs = x, [], []
        for layer, (w, b) in enumerate(weights):
            a, mask = dropped(a, KEEPS[layer])
            masks.append(mask)
            inputs.append(a)
            z = a @ w + b
            a = np.maximum(z, 0) if layer + 1 < len(weights) else z
        if COURSE:
            g = (1 / (1 + np.exp(-z)) - y[:, None]) / len(x)
        else:
            e = np.exp(z - z.max(1, keepdims=True))
            g = e / e.sum(1, keepdims=True)
            g[np.arange(len(x)), y] -= 1
            g /= len(x)
        g = g.astype(np.float32)
        for layer in range(len(weights) - 1, -1, -1):
            w, b = weights[layer]
            slopes = inputs[layer].T @ g, g.sum(0)
            if layer > 0:
                g = g @ w.T
                if masks[layer] is not None:
                    g *= masks[layer]
                g *= inputs[layer] > 0
            for p, v, slope in zip(weights[layer], speeds[layer], slopes):
                if MOMENTUM:
                    v *= MOMENTUM
                    v -= RATE * slope
                    p += v
                else:
                    p -= RATE * slope

    return step, lambda: None


def torch_step():
    import torch

    torch.set_num_threads(options.threads)
    torch.set_num_interop_threads(1)
    weights = [
        [torch.tensor(p, requires_grad=True) for p in layer]
        for layer in initial(np.random.default_rng(2))]
    flat = [p for layer in weights for p in layer]
    optimizer = torch.optim.SGD(flat, lr=RATE, momentum=MOMENTUM, foreach=True)

    def loss_of(x, y):
        a = x
        for layer, (w, b) in enumerate(weights):
            if KEEPS[layer] < 1 and options.policy == "per-batch":
                ones = torch.ones(1, a.shape[1])
                a = a * torch.nn.functional.dropout(ones, 1 - KEEPS[layer])
            elif KEEPS[layer] < 1:
                a = torch.nn.functional.dropout(a, 1 - KEEPS[layer])
            z = torch.addmm(b, a, w)
            a = torch.relu(z) if layer + 1 < len(weights) else z
        if COURSE:
            return torch.nn.functional.binary_cross_entropy_with_logits(z[:, 0], y.float())
        return torch.nn.functional.cross_entropy(z, y)

    if options.peer == "torch-compile":
        loss_of = torch.compile(loss_of)

    def step(x, y):
        optimizer.zero_grad(set_to_none=False)
        loss_of(torch.from_numpy(x), torch.from_numpy(y).long()).backward()
        optimizer.step()

    return step, lambda: None


def jax_step():
    import jax
    import jax.numpy as jnp

    def loss_of(weights, key, x, y):
        a = x
        for layer, (w, b) in enumerate(weights):
            if KEEPS[layer] < 1:
                key, use = jax.random.split(key)
                shape = (mask_rows(a.shape[0]), a.shape[1])
                a = a * jax.random.bernoulli(use, KEEPS[layer], shape) / KEEPS[layer]
            z = a @ w + b
            a = jax.nn.relu(z) if layer + 1 < len(weights) else z
        if COURSE:
            z = z[:, 0]
            return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))
        picked = jnp.take_along_axis(z, y[:, None], 1)[:, 0]
        return jnp.mean(jax.nn.logsumexp(z, 1) - picked)

    def update(weights, speeds, key, x, y):
        key, use = jax.random.split(key)
        slopes = jax.grad(loss_of)(weights, use, x, y)
        speeds = jax.tree.map(lambda v, g: MOMENTUM * v - RATE * g, speeds, slopes)
        return jax.tree.map(jnp.add, weights, speeds), speeds, key

    # The fastest of JAX's generators.
    jax.config.update("jax_default_prng_impl", "unsafe_rbg")
    weights = jax.tree.map(jnp.asarray, initial(np.random.default_rng(2)))
    state = [weights, jax.tree.map(jnp.zeros_like, weights), jax.random.key(0)]
    update = jax.jit(update, donate_argnums=(0, 1))

    def step(x, y):
        state[:] = update(*state, x, y)

    return step, lambda: jax.block_until_ready(state[0])


def keras_step():
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras

    layers = [keras.layers.Input((SHAPE[0],))]
    for layer, width in enumerate(SHAPE[1:]):
        if KEEPS[layer] < 1:
            shape = (1, SHAPE[layer]) if options.policy == "per-batch" else None
            layers.append(keras.layers.Dropout(1 - KEEPS[layer], noise_shape=shape))
        last = layer + 2 == len(SHAPE)
        layers.append(keras.layers.Dense(width, None if last else "relu"))
    model = keras.Sequential(layers)
    loss = (
        keras.losses.BinaryCrossentropy(from_logits=True) if COURSE
        else keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    optimizer = keras.optimizers.SGD(RATE, momentum=MOMENTUM)

    @tf.function(jit_compile=options.peer == "keras-xla")
    def update(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        slopes = tape.gradient(value, model.trainable_variables)
        optimizer.apply_gradients(zip(slopes, model.trainable_variables))

    optimizer.build(model.trainable_variables)

    def step(x, y):
        update(tf.convert_to_tensor(x), tf.convert_to_tensor(y))

    return step, lambda: model.trainable_variables[0].numpy()


def dense_products():
    rows = []
    for m, k, n in [(128, 1024, 1024), (512, 512, 512)]:
        a, b = np.ones((m, k), np.float32), np.ones((k, n), np.float32)
        out = a @ b
        passes = int(2e9 / (2 * m * k * n))
        rates = []
        for _ in range(options.repeats):
            start = time.perf_counter()
            for _ in range(passes):
                np.matmul(a, b, out=out)
            rates.append(2e-9 * m * k * n * passes / (time.perf_counter() - start))
        rows.append({"rows": m, "depth": k, "columns": n,
                     "gigaflops": {"median": statistics.median(rates), "min": min(rates),
                                   "max": max(rates)}})
    return rows


def workload():
    makers = {"numpy": numpy_step, "torch": torch_step, "torch-compile": torch_step,
              "jax": jax_step, "keras": keras_step, "keras-xla": keras_step}
    step, wait = makers[options.peer]()
    source = batches(*data())
    steps = 200 if COURSE else 10
    for _ in range(steps):
        step(*next(source))
    wait()
    times = []
    for _ in range(options.repeats):
        start = time.perf_counter()
        for _ in range(steps):
            step(*next(source))
        wait()
        times.append((time.perf_counter() - start) / steps * 1e6)
    return {"name": options.workload, "policy": options.policy, "threads": options.threads,
            "microsecondsPerStep": statistics.median(times), "min": min(times), "max": max(times)}


try:
    result = {"peer": options.peer}
    if options.peer == "openblas":
        result["denseProducts"] = dense_products()
    else:
        result["workloads"] = [workload()]
except ImportError as problem:
    sys.exit(f"peers.py: {options.peer} is not installed ({problem}); "
             "pip install -r Benchmarks/peers/requirements.txt")
result["peakMegabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(result))
