#!/usr/bin/env python3
"""Reads what `dropout runs export` writes in pandas: script/check_store.py DROPOUT

Two comparisons go into one store: policies with a validation part, and arms that differ in keep. The table
must read as it is, with numbers as numbers and a row for each run, and its scores must be those of `compare`'s
results.json, after the last step and at the best moment.
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import pandas

TINY = ["--steps", "60", "--seeds", "3", "--set", "data.train=60", "--set", "data.test=50"]
HELD = ["--policies", "none,per-example,per-batch", "--set", "data.validation=0.25", "--name", "held, \"out\""]
ARMS = ["--arm", "row: per-example keep=0.8", "--arm", "column: per-batch keep=0.9 training.l2=0.01"]
SCORES = ["testError", "testLogLoss", "trainError", "trainLogLoss", "maskedTrainLoss", "cleanTrainLoss"]
faults = []


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def expect(holds, text):
    if not holds:
        faults.append(text)


def same(found, expected):
    """Older versions of pandas read the last digits of a number otherwise now and then."""
    return math.isclose(found, expected, rel_tol=1e-14)


def check_scores(frame, compared):
    """Each run of results.json is one row, with the same numbers."""
    last = next((one for one in compared["otherMoments"] if one["moment"] == "last"), compared)
    for side in last["policies"]:
        for one in side["runs"]:
            rows = frame[(frame.arm == side["arm"]) & (frame.seed == one["seed"])]
            expect(len(rows) == 1, f"{len(rows)} rows of {side['arm']}, seed {one['seed']}")
            row = rows.iloc[0]
            for score in SCORES:
                expect(same(row[score], one[score]), f"{score} is {row[score]}, not {one[score]}")
            for score, name in [("testError", "bestTestError"), ("testLogLoss", "bestTestLogLoss"),
                                ("step", "bestStep")]:
                best = one.get("best")
                expect(same(row[name], best[score]) if best else pandas.isna(row[name]), f"{name} is {row[name]}")


def main():
    dropout = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        store = ["--quiet", "--store", folder / "runs.sqlite"]
        out = ["--json", "--out", folder / "report"]
        held = json.loads(run(dropout, "compare", *TINY, *HELD, *out, *store))
        arms = json.loads(run(dropout, "compare", *TINY, *ARMS, *out, *store))
        run(dropout, "runs", "export", "--out", folder / "runs.csv", *store)
        frame = pandas.read_csv(folder / "runs.csv")
        expect(len(frame) == 15 and frame.run.is_unique, f"{len(frame)} rows")
        expect(set(frame.policy) == {"none", "per-example", "per-batch"}, f"policies {set(frame.policy)}")
        for name in ["seed", "training.steps", "failed"]:
            expect(frame[name].dtype.kind == "i", f"{name} is {frame[name].dtype}")
        for name in SCORES + ["training.l2", "training.learning-rate", "bestTestError", "wallSeconds"]:
            expect(frame[name].dtype.kind == "f", f"{name} is {frame[name].dtype}")
        expect(str(pandas.to_datetime(frame.finishedAt).dt.tz) == "UTC", "finishedAt is not in universal time")
        own = frame[frame.name == "held, \"out\""]
        rest = frame[frame.name.isna()]
        expect((len(own), len(rest)) == (9, 6), f"{len(own)} and {len(rest)} rows")
        expect((own["data.validation"] == 0.25).all(), "data.validation")
        expect([json.loads(text) for text in set(own["network.layers"])] == [[2, 20, 3, 1]], "network.layers")
        keeps = {row.arm: json.loads(row["dropout.keep"]) for _, row in rest.iterrows()}
        expect(keeps == {"row": [1, 0.8, 0.8], "column": [1, 0.9, 0.9]}, f"keeps {keeps}")
        check_scores(own, held)
        check_scores(rest, arms)
        listed = json.loads(run(dropout, "runs", "list", "--json", *store))
        expect(
            {one["comparison"] for one in listed} == set(frame.comparison),
            "the hashes are not those of runs list")
    if faults:
        sys.exit("check_store: " + "\n".join(faults))
    print("check_store: 15 runs of 2 comparisons read in pandas")


main()
