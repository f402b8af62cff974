#!/usr/bin/env python3
"""Writes scores with the libraries that people write them with, and checks what `dropout verdict` reads:
script/check_scores.py DROPOUT [--keep FOLDER]

pandas (tidy, wide, a column a metric, JSON lines), MLflow (search_runs), tensorboardX's SummaryWriter, and
tensorboard's own writer with scalars as TensorFlow 2 writes them. The scores must be those that were written, and
the figures of every pair, and the ranks over data sets, those of SciPy. Needs
`pip install mlflow pandas scipy tensorboard tensorboardX`.
"""
import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import mlflow
import numpy
import pandas
import scipy.stats
import tensorboardX
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.plugins.scalar import summary_v2
from tensorboard.summary.writer.event_file_writer import EventFileWriter

ARMS = ["none", "dropout", "l2"]
SEEDS = range(1, 11)


def made(shift=0.0):
    """Accuracy and loss of every arm and seed, as a table; three decimals, so that some differences tie."""
    random = numpy.random.default_rng(1)
    rows = []
    for place, arm in enumerate(ARMS):
        for seed in SEEDS:
            accuracy = round(0.9 + shift + 0.006 * (place % 2) + random.normal(0, 0.004), 3)
            rows.append((arm, seed, accuracy, round(2 - 2 * accuracy + random.normal(0, 0.01), 3)))
    return pandas.DataFrame(rows, columns=["arm", "seed", "accuracy", "loss"])


def tidy(frame, folder):
    frame.melt(["arm", "seed"], var_name="metric").to_csv(folder / "tidy.csv", index=False)
    return "pandas, tidy", [folder / "tidy.csv"]


def columns(frame, folder):
    frame.to_csv(folder / "columns.csv")  # with pandas' index
    return "pandas, a column a metric", [folder / "columns.csv"]


def wide(frame, folder):
    frame.pivot(index="seed", columns="arm", values="accuracy")[ARMS].to_csv(folder / "wide.csv")
    return "pandas, wide", [folder / "wide.csv", "--metric", "accuracy"]


def lines(frame, folder):
    frame.to_json(folder / "scores.jsonl", orient="records", lines=True)
    return "pandas, JSON lines", [folder / "scores.jsonl"]


def tracked(frame, folder):
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"  # newer versions ask for it
    mlflow.set_tracking_uri((folder / "mlruns").as_uri())
    mlflow.set_experiment("scores")
    for row in frame.itertuples():
        with mlflow.start_run():
            mlflow.log_params({"model": row.arm, "seed": row.seed, "lr": 0.1})
            for step in (1, 2):
                mlflow.log_metric("accuracy", row.accuracy - 0.1 * (2 - step), step=step)
            mlflow.log_metric("loss", row.loss)
    mlflow.search_runs(order_by=["start_time"]).to_csv(folder / "mlflow.csv", index=False)
    return f"MLflow {mlflow.__version__}", [folder / "mlflow.csv"]


def board(frame, folder):
    for row in frame.itertuples():
        writer = tensorboardX.SummaryWriter(str(folder / f"board/{row.arm}/seed_{row.seed}"))
        for step in (1, 2):
            writer.add_scalar("test/accuracy", row.accuracy - 0.1 * (2 - step), step)
        writer.add_scalar("test/loss", row.loss, 2)
        writer.close()
    return f"tensorboardX {tensorboardX.__version__}", [folder / "board"]


def tensors(frame, folder):
    for row in frame.itertuples():
        writer = EventFileWriter(str(folder / f"tensors/{row.arm}_{row.seed}"))
        for name in ("accuracy", "loss"):
            summary = summary_v2.scalar_pb(name, getattr(row, name))
            writer.add_event(Event(step=2, summary=summary))
        writer.close()
    return "tensorboard, scalar tensors", [folder / "tensors", "--run-names", "{arm}_{seed}"]


def verdict(dropout, *words):
    done = subprocess.run(
        [str(word) for word in [dropout, "verdict", *words, "--json"]], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def close(found, expected, tolerance=1e-9):
    return found is not None and math.isclose(found, expected, rel_tol=tolerance, abs_tol=tolerance)


def welch(x, y, axis):
    return abs(scipy.stats.ttest_ind(x, y, equal_var=False, axis=axis).statistic)


def figures(a, b, paired):
    """SciPy's figures for two lists of scores: those that `dropout verdict` calls by these names."""
    if not paired:
        test = scipy.stats.ttest_ind(a, b, equal_var=False)
        whole = (numpy.round(1000 * a), numpy.round(1000 * b))  # so that divisions that tie do so exactly
        permuted = scipy.stats.permutation_test(
            whole, welch, alternative="greater", vectorized=True, n_resamples=numpy.inf, batch=10_000)
        return {"p": permuted.pvalue, "tTestP": test.pvalue, "meanDifference": a.mean() - b.mean()}
    steps = numpy.round(1000 * (a - b))  # whole numbers, so that equal differences tie
    flipped = scipy.stats.permutation_test(
        (steps,), numpy.mean, permutation_type="samples", n_resamples=numpy.inf)
    return {
        "p": flipped.pvalue, "tTestP": scipy.stats.ttest_rel(a, b).pvalue,
        "wilcoxonP": scipy.stats.wilcoxon(steps, method="exact").pvalue
        if len(set(abs(steps))) == len(steps) and 0 not in steps else None,
        "meanDifference": a.mean() - b.mean(),
    }


def check_scores(document, frame):
    """What differs from the scores that were written."""
    for arm in document["arms"]:
        name = arm["metric"].removeprefix("test/")
        own = frame[frame.arm == arm["arm"]]
        expected = dict(zip(map(str, own.seed), own[name]))
        if dict(zip(arm["seeds"], arm["scores"])) != expected:
            yield f"the scores of {arm['arm']} in {name}"


def check_pairs(document, frame):
    """Which figures differ from SciPy's."""
    for metric in {pair["metric"] for pair in document["comparisons"]}:
        pairs = [pair for pair in document["comparisons"] if pair["metric"] == metric]
        for pair in pairs:
            a, b = (
                frame[frame.arm == pair[side]].sort_values("seed")[metric.removeprefix("test/")].to_numpy()
                for side in "ab")
            for name, expected in figures(a, b, pair["isPaired"]).items():
                if expected is not None and not close(pair[name], expected, 1e-8):
                    yield f"{metric} of {pair['a']} and {pair['b']}: {name} {pair[name]}, SciPy {expected}"
        ordered = sorted(pairs, key=lambda pair: pair["p"])
        greatest = 0
        for place, pair in enumerate(ordered):
            greatest = max(greatest, min(1, (len(pairs) - place) * pair["p"]))
            if not close(pair["holmP"], greatest):
                yield f"Holm p of {pair['a']} and {pair['b']}"


def check_ranks(dropout, folder):
    """Which figures over data sets differ from SciPy's."""
    frames = {f"set{number}": made(0.01 * number) for number in range(8)}
    for number, (name, frame) in enumerate(frames.items()):
        # The data sets must not all give the same ranks.
        frame["accuracy"] += numpy.random.default_rng(number).normal(0, 0.003, len(frame)).round(3)
        frame[["arm", "seed", "accuracy"]].to_csv(folder / f"{name}.csv", index=False)
    document = verdict(dropout, *[folder / f"{name}.csv" for name in frames], "--each-file", "dataset")
    ranks = document["overDatasets"][0]
    means = numpy.array([
        [frame[frame.arm == arm].accuracy.mean() for arm in ARMS] for frame in frames.values()])
    test = scipy.stats.friedmanchisquare(*means.T)
    k, n = len(ARMS), len(frames)
    distance = scipy.stats.studentized_range.isf(0.05, k, numpy.inf) / math.sqrt(2)
    for name, found, expected in [
        ("χ²", ranks["chiSquare"], test.statistic), ("p", ranks["p"], test.pvalue),
        ("critical difference", ranks["criticalDifference"], distance * math.sqrt(k * (k + 1) / (6 * n))),
    ]:
        if not close(found, expected, 1e-6):
            yield f"{name} over data sets: {found}, SciPy {expected}"
    mean = scipy.stats.rankdata(-means, axis=1).mean(axis=0)
    if not numpy.allclose(ranks["averageRanks"], mean):
        yield f"mean ranks {ranks['averageRanks']}, SciPy {mean}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropout", type=lambda path: pathlib.Path(path).absolute())
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the files (default: none is kept)")
    options = parser.parse_args()
    faults = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or pathlib.Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        frame = made()
        for write in (tidy, columns, wide, lines, tracked, board, tensors):
            name, words = write(frame, folder)
            document = verdict(options.dropout, *words)
            found = [*check_scores(document, frame), *check_pairs(document, frame)]
            apart = verdict(options.dropout, *words, "--unpaired")
            found += check_pairs(apart, frame)
            print(f"{'✗' if found else '✓'} {name}: {document['files'][0].split(': ', 1)[1]}", flush=True)
            faults += found
        ranks = list(check_ranks(options.dropout, folder))
        print(f"{'✗' if ranks else '✓'} ranks over 8 data sets", flush=True)
        faults += ranks
    if faults:
        sys.exit("check_scores: " + "\n".join(faults))


main()
