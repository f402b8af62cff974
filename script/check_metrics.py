#!/usr/bin/env python3
"""Recomputes the metrics of recorded runs with scikit-learn:
script/check_metrics.py DROPOUT

Networks are trained and recorded by `dropout train --record`. Their answers on the test examples are computed
here, in float64, and from them error, log-loss, Brier score, balanced error, confusion matrix and calibration
error, or the distances from numbers to predict; `dropout evaluate --json` must say the same. Log-likelihoods of
masked passes are recomputed with masks of NumPy's own, and must agree as far as chance allows.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from sklearn import metrics

# The data with their settings, and how the network is trained.
CASES = {
    "two classes": (["football"], ["--steps", "300", "--keep", "0.9,0.7,0.5"]),
    "four classes": (["gaussians", "--set", "data.classes=4"], ["--network", "2-16-4", "--steps", "300"]),
    "a squared loss": (["football"], ["--set", "network.loss=squared", "--steps", "300"]),
}
TARGETS = ["--network", "10-40-40-1", "--keep", "1,0.8,0.8", "--optimizer", "adam",
           "--learning-rate", "0.01", "--batch", "32", "--steps", "600"]
PASSES = 400
TOLERANCE = 1e-5


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def probabilities(folder, x):
    """Class probabilities of a ReLU net; the outputs themselves if its loss is squared."""
    final, plan = np.load(folder / "final.npz"), (folder / "plan.toml").read_text()
    layers = len(final.files) // 2
    for layer in range(1, layers + 1):
        x = x @ final[f"W{layer}"].astype(float) + final[f"b{layer}"]
        if layer < layers:
            x = np.maximum(x, 0)
    if 'loss = "squared"' in plan:
        return x
    if x.shape[1] == 1:
        p = 1 / (1 + np.exp(-x))
        return np.hstack([1 - p, p])
    weights = np.exp(x - x.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def calibration(p, y):
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    bins = np.digitize(confidence, np.linspace(0, 1, 16)[1:-1])
    return sum(
        abs(right[bins == one].mean() - confidence[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins))


def expected(p, y):
    if p.shape[1] == 1:
        answers = (p[:, 0] > 0.5).astype(int)
        further = {"squaredLoss": 0.5 * ((p[:, 0] - y) ** 2).mean()}
    else:
        answers = p.argmax(axis=1)
        shown = p[:, 1] if p.shape[1] == 2 else p
        further = {
            "brierScore": metrics.brier_score_loss(y, shown),
            "calibrationError": calibration(p, y),
        }
    further["balancedError"] = 1 - metrics.balanced_accuracy_score(y, answers)
    loss = further.get("squaredLoss", None)
    return {
        "testError": 1 - metrics.accuracy_score(y, answers),
        "testLogLoss": metrics.log_loss(y, p) if loss is None else loss,
        "testScores": further,
        "testConfusion": metrics.confusion_matrix(y, answers).tolist(),
    }


def check(dropout, folder, name, source, flags):
    record, data = folder / name.replace(" ", "-"), folder / f"{name}.npz"
    run(dropout, "train", "--quiet", "--record", record, "--data", *source, *flags)
    run(dropout, "data", "export", *source, "--out", data)
    arrays = np.load(data)
    found = json.loads(run(dropout, "evaluate", record, "--json"))
    wanted = expected(probabilities(record, arrays["x_test"].astype(float)), arrays["y_test"])
    worst = 0.0
    for key, value in wanted.items():
        if key == "testConfusion":
            if found[key] != value:
                sys.exit(f"{name}: confusions {found[key]}, expected {value}")
            continue
        pairs = value.items() if isinstance(value, dict) else [(key, value)]
        got = found[key] if isinstance(value, dict) else found
        if isinstance(value, dict) and set(got) != set(value):
            sys.exit(f"{name}: {key} are {sorted(got)}, expected {sorted(value)}")
        for metric, number in pairs:
            difference = abs(got[metric] - number)
            worst = max(worst, difference)
            if not difference < TOLERANCE:
                sys.exit(f"{name}: {metric} is {got[metric]}, scikit-learn has {number}")
    print(f"{name}: {len(wanted['testScores']) + 2} metrics and the confusions agree within {worst:.1e}")


def passes(folder, x, keeps, generator):
    """The outputs of PASSES masked passes of a ReLU net with one output, [PASSES, examples]."""
    final = np.load(folder / "final.npz")
    layers = len(final.files) // 2
    outputs = []
    for _ in range(PASSES):
        h = x
        for layer in range(1, layers + 1):
            kept = generator.random(h.shape) < keeps[layer - 1]
            h = h * kept / keeps[layer - 1]
            h = h @ final[f"W{layer}"].astype(float) + final[f"b{layer}"]
            if layer < layers:
                h = np.maximum(h, 0)
        outputs.append(h[:, 0])
    return np.array(outputs)


def check_targets(dropout, folder):
    record, data = folder / "targets", folder / "targets.npz"
    run(dropout, "train", "--quiet", "--record", record, "--data", "friedman", *TARGETS)
    run(dropout, "data", "export", "friedman", "--out", data)
    arrays = np.load(data)
    x, y, trained = arrays["x_test"].astype(float), arrays["y_test"], arrays["y_train"].astype(float)
    mean, deviation = trained.mean(), trained.std()
    final = np.load(record / "final.npz")
    for layer in range(1, 4):
        h = (x if layer == 1 else h) @ final[f"W{layer}"].astype(float) + final[f"b{layer}"]
        h = np.maximum(h, 0) if layer < 3 else h[:, 0] * deviation + mean
    found = json.loads(run(dropout, "evaluate", record, "--json"))["testScores"]
    wanted = {
        "rootMeanSquaredError": metrics.mean_squared_error(y, h) ** 0.5,
        "meanAbsoluteError": metrics.mean_absolute_error(y, h),
    }
    for metric, number in wanted.items():
        if not abs(found[metric] / number - 1) < TOLERANCE:
            sys.exit(f"targets: {metric} is {found[metric]}, scikit-learn has {number}")
    generator = np.random.default_rng(1)
    outputs = passes(record, x, [1, 0.8, 0.8], generator) * deviation + mean
    noise = 1.5
    log = np.logaddexp.reduce(-((y - outputs) ** 2) / (2 * noise**2), axis=0) - np.log(PASSES)
    likelihood = (log - 0.5 * np.log(2 * np.pi * noise**2)).mean()
    told = json.loads(run(
        dropout, "evaluate", record, "--mc-samples", PASSES, "--noise", noise, "--json"))
    rmse = metrics.mean_squared_error(y, outputs.mean(axis=0)) ** 0.5
    # Two samples of the passes: each mean differs by about a twentieth of the passes' spread.
    if not abs(told["testLogLikelihood"] - likelihood) < 0.02:
        sys.exit(f"targets: log-likelihood {told['testLogLikelihood']}, NumPy's own masks give {likelihood}")
    if not abs(told["testScores"]["rootMeanSquaredError"] / rmse - 1) < 0.01:
        sys.exit(f"targets: RMSE {told['testScores']}, NumPy's own masks give {rmse}")
    single = np.mean([metrics.mean_squared_error(y, one) ** 0.5 for one in outputs[:20]])
    if not rmse < 0.98 * single:
        sys.exit(f"targets: averaging should lower the RMSE: {rmse}, {single} for one pass")
    print(f"targets: RMSE and mean absolute error agree; log-likelihood {told['testLogLikelihood']:.4f}, "
          f"with masks of NumPy's own {likelihood:.4f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, (source, flags) in CASES.items():
            check(sys.argv[1], pathlib.Path(folder), name, source, flags)
        check_targets(sys.argv[1], pathlib.Path(folder))
