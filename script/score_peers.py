#!/usr/bin/env python3
"""Five files of scores, and what `dropout verdict`, autorank, deep-significance, rliable and baycomp say of each:
script/score_peers.py DROPOUT [--keep FOLDER]

Prints what the table of Documentation/Scores.md is made of. Needs
`pip install autorank baycomp deepsig rliable "pandas<3"`; a library that is not there is left out, and the table
says so.
"""
import argparse
import contextlib
import importlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy
import pandas


def clear(random):
    """Ten seeds, three arms, one far better."""
    return {arm: mean + random.normal(0, 0.004, 10) for arm, mean in [("a", 0.90), ("b", 0.93), ("c", 0.90)]}


def paired(random):
    """Ten seeds whose own spread is ten times the difference, which every seed shows."""
    seeds = 0.85 + random.normal(0, 0.03, 10)
    return {"a": seeds, "b": seeds + 0.004 + random.normal(0, 0.0015, 10)}


def noise(random):
    """Ten seeds, six arms, no difference at all."""
    return {arm: 0.9 + random.normal(0, 0.01, 10) for arm in "abcdef"}


def wrecked(random):
    """Ten seeds, no difference but for one run of b that learned nothing."""
    scores = {arm: 0.9 + random.normal(0, 0.002, 10) for arm in "ab"}
    scores["b"][3] = 0.1
    return scores


def few(random):
    """Three seeds, all of which favour b."""
    seeds = 0.9 + random.normal(0, 0.002, 3)
    return {"a": seeds, "b": seeds + numpy.array([0.010, 0.012, 0.014])}


def ours(path, frame, dropout):
    done = subprocess.run([str(dropout), "verdict", str(path), "--metric", "accuracy", "--json"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    pairs = json.loads(done.stdout)["comparisons"]
    won = [pair for pair in pairs if pair["verdict"] in ("aBetter", "bBetter")]
    if len(pairs) <= 3:
        return " ".join(pair["sentence"] for pair in pairs)
    return f"{len(won)} of {len(pairs)} pairs decided, least Holm p {min(pair['holmP'] for pair in pairs):.2f}"


def autorank(path, frame, dropout):
    module = importlib.import_module("autorank")
    result = module.autorank(frame, alpha=0.05, verbose=False)
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        module.create_report(result)
    sentences = text.getvalue().replace("\n", " ").split(". ")
    last = [line for line in sentences if "significant" in line or "differ" in line]
    return f"{result.omnibus} p {result.pvalue:.3g}: " + ". ".join(last[-2:]).strip()


def deepsig(path, frame, dropout):
    module = importlib.import_module("deepsig")
    arms, found = list(frame), []
    for one in arms:
        for other in arms:
            if one != other and one > other:
                least = module.aso(frame[one].to_numpy(), frame[other].to_numpy(), seed=1, show_progress=False,
                                   num_comparisons=len(arms) * (len(arms) - 1) // 2,
                                   num_bootstrap_iterations=1000 if len(arms) < 4 else 100)
                found.append((f"{one} over {other}", least))
    better = [f"{name} {least:.2f}" for name, least in found if least < 0.5]
    if len(found) <= 3:
        return "ε_min: " + ", ".join(f"{name} {least:.2f}" for name, least in found)
    return f"ε_min below 0.5 in {len(better)} of {len(found)} pairs: " + ", ".join(better)


def rliable(path, frame, dropout):
    library = importlib.import_module("rliable.library")
    metrics = importlib.import_module("rliable.metrics")
    scores = {arm: frame[arm].to_numpy()[:, None] for arm in frame}
    numpy.random.seed(1)
    point, ends = library.get_interval_estimates(
        scores, lambda x: numpy.array([metrics.aggregate_iqm(x)]), reps=2000)
    text = ", ".join(
        f"{arm} {point[arm][0]:.4f} ({ends[arm][0, 0]:.4f} to {ends[arm][1, 0]:.4f})" for arm in list(frame)[:3])
    arms = list(frame)
    better = metrics.probability_of_improvement(scores[arms[1]], scores[arms[0]])
    return f"IQM {text}{', …' if len(arms) > 3 else ''}; P(b > a) {better:.2f}"


def baycomp(path, frame, dropout):
    module = importlib.import_module("baycomp")
    arms = list(frame)
    left, right = module.two_on_single(frame[arms[0]].to_numpy(), frame[arms[1]].to_numpy())
    return f"P(a > b) {left:.3f}, P(b > a) {right:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropout", type=lambda path: pathlib.Path(path).absolute())
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the files (default: none is kept)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for number, make in enumerate([clear, paired, noise, wrecked, few]):
            frame = pandas.DataFrame(make(numpy.random.default_rng(number))).round(4)
            path = folder / f"{make.__name__}.csv"
            frame.rename_axis("seed").to_csv(path)
            print(f"\n`{path.name}`: {make.__doc__}\n\n| | says |\n|---|---|", flush=True)
            for name, ask in [("dropout verdict", ours), ("autorank", autorank), ("deep-significance", deepsig),
                              ("rliable", rliable), ("baycomp", baycomp)]:
                try:
                    answer = ask(path, frame, options.dropout)
                except ImportError as error:
                    answer = f"not installed: {error}"
                except Exception as error:  # what it says of this file is that it fails
                    answer = f"fails: {type(error).__name__}: {error}"
                print(f"| {name} | {answer} |", flush=True)


main()
