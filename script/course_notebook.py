#!/usr/bin/env python3
"""Replays the course's week-1 regularisation notebook in NumPy: script/course_notebook.py data.mat

Prints one JSON line a training: costs at iterations 0, 10,000, 20,000 and both accuracies. With
--football N a data file of the same form is written first, made from a formula. With --compare FILE the
digits are compared with those in the results.json of `dropout reproduce course-notebook`.
"""
import argparse
import json
import signal
import sys

import numpy as np
import scipy.io

signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head -1` ends quietly


def train(X, Y, keep=None, shared=False, reseed=True, lambd=0.0, iterations=30_000, every=10_000,
          rate=0.3, weight_seed=3, mask_seed=1):
    m = X.shape[1]
    np.random.seed(weight_seed)
    W = [np.random.randn(o, i) / np.sqrt(i) for i, o in ((2, 20), (20, 3), (3, 1))]
    b = [np.zeros((w.shape[0], 1)) for w in W]
    np.random.seed(mask_seed)
    costs = []
    for step in range(iterations):
        if reseed:
            np.random.seed(mask_seed)  # what the notebook does inside its forward propagation
        A, D = [X], []
        for w, c in zip(W[:2], b[:2]):
            a = np.maximum(0, np.dot(w, A[-1]) + c)
            if keep:
                D.append(np.random.rand(a.shape[0], 1 if shared else m) < keep)
                a = a * D[-1] / keep
            A.append(a)
        A.append(1 / (1 + np.exp(-(np.dot(W[2], A[-1]) + b[2]))))
        if step % every == 0:
            with np.errstate(all="ignore"):
                terms = np.multiply(-np.log(A[3]), Y) + np.multiply(-np.log(1 - A[3]), 1 - Y)
            penalty = lambd * sum(np.sum(np.square(w)) for w in W) / (2 * m)
            costs.append(1.0 / m * np.nansum(terms) + penalty)
        dZ, gradients = A[3] - Y, [None] * 3
        for layer in (2, 1, 0):
            gradients[layer] = (1.0 / m * np.dot(dZ, A[layer].T) + lambd * W[layer] / m,
                                1.0 / m * np.sum(dZ, axis=1, keepdims=True))
            if layer:
                dA = np.dot(W[layer].T, dZ)
                if keep:
                    dA = dA * D[layer - 1] / keep
                dZ = np.multiply(dA, np.int64(A[layer] > 0))
        for layer, (dW, db) in enumerate(gradients):
            W[layer] = W[layer] - rate * dW
            b[layer] = b[layer] - rate * db
    return W, b, costs


def accuracy(W, b, X, Y):
    A = X
    for w, c in zip(W[:2], b[:2]):
        A = np.maximum(0, np.dot(w, A) + c)
    return float(np.mean((1 / (1 + np.exp(-(np.dot(W[2], A) + b[2]))) > 0.5) == Y))


def football(path, count):
    """A file of the course's form: a tilted line with a bump, some noise."""
    random = np.random.RandomState(count)
    parts = {}
    for x, y, n in (("X", "y", count), ("Xval", "yval", 1 + count * 3 // 10)):
        points = random.uniform(-0.8, 0.6, (n, 2))
        line = 0.75 * points[:, :1] + 0.35 * np.exp(-(((points[:, :1] + 0.15) / 0.22) ** 2))
        parts[y] = (points[:, 1:] > line).astype(np.uint8)
        # On a grid, so that the file is small.
        parts[x] = np.round(64 * (points + random.normal(0, 0.055, (n, 2)))) / 64
    scipy.io.savemat(path, parts, do_compression=True)


NAMES = {"none": "no regularisation", "l2": "L2, λ .7", "dropout": "dropout .86 as it stands",
         "driver seed": "dropout .86, seed set once"}


def differences(path, found):
    """What differs: costs by more than 1e-11, accuracies at all."""
    tables = json.load(open(path, encoding="utf-8"))["tables"]
    rows = next(table["rows"] for table in tables if table["name"] == "digits")
    wrong = []
    for name, title in NAMES.items():
        ours = [row["ours"] for row in rows if row["labels"][0] == title]
        theirs = found[name]["costs"] + [found[name]["trainAccuracy"], found[name]["testAccuracy"]]
        if len(ours) != len(theirs):
            wrong.append(f"{title}: {len(ours)} numbers, NumPy has {len(theirs)}")
        for place, (a, b) in enumerate(zip(ours, theirs)):
            if abs(a - b) > (1e-11 if place < len(theirs) - 2 else 0):
                wrong.append(f"{title}: {a} against NumPy's {b}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--football", type=int, metavar="N", help="write the file first")
    parser.add_argument("--iterations", type=int, default=30_000)
    parser.add_argument("--every", type=int, default=10_000)
    parser.add_argument("--compare", metavar="FILE")
    flags = parser.parse_args()
    found = {}
    if flags.football:
        football(flags.data, flags.football)
    data = scipy.io.loadmat(flags.data)
    X, Y, Xval, Yval = data["X"].T, data["y"].T, data["Xval"].T, data["yval"].T
    for name, options in [
        ("none", {}), ("l2", {"lambd": 0.7}), ("dropout", {"keep": 0.86}),
        ("driver seed", {"keep": 0.86, "reseed": False}),
        ("shared", {"keep": 0.86, "shared": True}),
        ("shared, driver seed", {"keep": 0.86, "shared": True, "reseed": False}),
    ]:
        if flags.compare and name not in NAMES:
            continue
        W, b, costs = train(X, Y, iterations=flags.iterations, every=flags.every, **options)
        found[name] = {
            "name": name, "costs": costs, "trainAccuracy": accuracy(W, b, X, Y),
            "testAccuracy": accuracy(W, b, Xval, Yval)}
        if not flags.compare:
            print(json.dumps(found[name]), flush=True)
    if flags.compare:
        wrong = differences(flags.compare, found)
        print("\n".join(wrong) or f"the notebook's digits agree with NumPy's ({flags.data})")
        sys.exit(1 if wrong else 0)


main()
