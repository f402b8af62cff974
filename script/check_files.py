#!/usr/bin/env python3
"""Trains on scikit-learn's tables with no settings at all, beside scikit-learn's own network:
script/check_files.py DROPOUT [--splits N]

iris, wine, breast_cancer and digits are written as pandas' to_csv(index=False) writes them. `dropout compare
--data FILE` must end with no failed run; over splits 1 … N (data.seed) the test error of `none` must be no
worse than 1.3 times that of MLPClassifier behind a StandardScaler on the same examples, or one point above it.
Prints the table of Documentation/Data.md.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy
from sklearn import datasets
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

NAMES = ["iris", "wine", "breast_cancer", "digits"]


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def errors(compared, policy):
    """Test errors in percent of a policy's runs, and how many of them failed."""
    found = next(one for one in compared["policies"] if one["policy"] == policy)
    return [100 * one["testError"] for one in found["runs"]], found["failedCount"]


def peer(path):
    """Test error in percent of scikit-learn's network, as it comes, behind a StandardScaler."""
    data = numpy.load(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged: so it comes
        model = make_pipeline(StandardScaler(), MLPClassifier(random_state=1))
        model.fit(data["x_train"].reshape(len(data["x_train"]), -1), data["y_train"])
        return 100 * (1 - model.score(data["x_test"].reshape(len(data["x_test"]), -1), data["y_test"]))


def check(dropout, folder, name, splits):
    table = folder / f"{name}.csv"
    getattr(datasets, f"load_{name}")(as_frame=True).frame.to_csv(table, index=False)
    store = ["--quiet", "--store", folder / "runs.sqlite"]
    whole = json.loads(run(dropout, "compare", "--data", table, "--json", *store))
    failed = sum(errors(whole, one["policy"])[1] for one in whole["policies"])
    ours, theirs = [], []
    for split in range(1, splits + 1):
        seed = ["--set", f"data.seed={split}"]
        compared = run(
            dropout, "compare", "--data", table, *seed, "--policies", "none", "--seeds", 4, "--json", *store)
        ours.append(numpy.mean(errors(json.loads(compared), "none")[0]))
        run(dropout, "data", "export", table, *seed, "--set", "data.standardise=false", "--quiet",
            "--out", folder / "split.npz")
        theirs.append(peer(folder / "split.npz"))
    ours, theirs = numpy.mean(ours), numpy.mean(theirs)
    good = failed == 0 and (ours <= 1.3 * theirs or ours <= theirs + 1)
    print(f"| {name} | {ours:.2f} | {theirs:.2f} | {failed} |{'' if good else ' ✗'}", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropout", type=lambda path: pathlib.Path(path).absolute())
    parser.add_argument("--splits", type=int, default=10)
    options = parser.parse_args()
    print("| file | `none`, test error in % | MLPClassifier | failed runs of 160, split 1 |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        good = [check(options.dropout, pathlib.Path(folder), name, options.splits) for name in NAMES]
    if not all(good):
        sys.exit("check_files: failed runs, or worse than 1.3 times scikit-learn and one point (✗)")


main()
