#!/usr/bin/env python3
"""Runs `dropout bench` and the peers in turns; prints a Markdown table. See script/bench."""
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

PEERS = ["numpy", "torch", "torch-compile", "jax", "keras", "keras-xla"]
CASES = [
    ("course", "per-example", 1), ("course", "per-batch", 1), ("course", "none", 1),
    ("mnist2", "per-example", 1), ("mnist2", "per-batch", 1), ("mnist2", "none", 1),
    ("mnist3", "per-example", 1), ("mnist3", "per-example", 2),
]


def run(command):
    """What a command printed as JSON, and what went wrong; one of them is None."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    except subprocess.TimeoutExpired:
        return None, "over 15 minutes"
    if done.returncode != 0:
        return None, (done.stderr.strip().splitlines() or ["failed"])[-1]
    return json.loads(done.stdout), None


def training_memory(dropout):
    """Peak megabytes of a process that trains mnist2."""
    child = subprocess.Popen(
        [dropout, "train", "--quiet", "--data", "mnist", "--network", "784-1024-1024-10", "--keep",
         "0.8,0.5,0.5", "--batch", "128", "--optimizer", "momentum", "--learning-rate", "0.02",
         "--steps", "500"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    return usage.ru_maxrss / 1024 if status == 0 else None


def comparison(dropout):
    """Seconds of `dropout compare` with its defaults, and those that its runs trained, by cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/runs.sqlite"
        start = time.perf_counter()
        subprocess.run(
            [dropout, "compare", "--quiet", "--store", store, "--out", f"{folder}/report"],
            check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        trained = sqlite3.connect(store).execute("SELECT sum(wallSeconds) FROM run").fetchone()[0]
    return seconds, trained / cores


def arguments():
    """The command, rounds and cases that were asked for."""
    dropout, rounds, *names = sys.argv[1:]
    known = list(dict.fromkeys(case[0] for case in CASES))
    for name in names:
        if name not in known:
            sys.exit(f"script/bench: no workload {name}; use {', '.join(known)}")
    if not rounds.isdecimal() or int(rounds) == 0:
        sys.exit(f"script/bench: {rounds} rounds; use a whole number from 1 on")
    return dropout, int(rounds), [case for case in CASES if case[0] in (names or known)]


def main():
    dropout, rounds, cases = arguments()
    script = os.path.join(os.path.dirname(__file__), "peers", "peers.py")
    times, memory, missing = {}, {}, {}
    share, products, masks = {}, {"ours": [], "OpenBLAS": []}, []
    machine = ""
    comparisons, data = [], set()
    for _ in range(rounds):
        if any(case[0] == "course" for case in cases):
            comparisons.append(comparison(dropout))
        for case in cases:
            name, policy, threads = case
            ours, problem = run(
                [dropout, "bench", "--workloads", name, "--policies", policy, "--threads",
                 str(threads), "--repeats", "3", "--json", "--quiet"])
            if problem:
                sys.exit(f"script/bench: dropout bench {name}: {problem}")
            machine = f"{ours['machine']}, {ours['instructionSet']}"
            row = ours["workloads"][0]
            data.add(row["data"])
            times.setdefault((case, "ours"), []).append(row["microsecondsPerStep"])
            share.setdefault(case, []).append(row["shareOfDenseLimit"])
            products["ours"].append([p["gigaflops"]["median"] for p in ours["denseProducts"]])
            masks.append([m["nanosecondsPerElement"]["median"] for m in ours["masks"]])
            for peer in PEERS:
                if peer in missing:
                    continue
                theirs, problem = run(
                    [sys.executable, script, peer, "--workload", name, "--policy", policy,
                     "--threads", str(threads), "--repeats", "3"])
                if problem:
                    missing[peer] = problem
                    continue
                times.setdefault((case, peer), []).append(
                    theirs["workloads"][0]["microsecondsPerStep"])
                memory[(case, peer)] = theirs["peakMegabytes"]
            yardstick, problem = run([sys.executable, script, "openblas", "--repeats", "3"])
            if not problem:
                products["OpenBLAS"].append(
                    [p["gigaflops"]["median"] for p in yardstick["denseProducts"]])
    if "glyphs" in data:
        print("No MNIST at hand: ours ran on glyphs, the peers on noise; set DROPOUT_DATA.\n")
    shown = [peer for peer in PEERS if any(key[1] == peer for key in times)]
    turns = "1 round" if rounds == 1 else f"{rounds} rounds, medians"
    print(f"{machine}; {turns}; microseconds a step, and how many times ours\n")
    print("| workload | policy | threads | ours | of dense limit | " + " | ".join(shown) + " |")
    print("|---" * (5 + len(shown)) + "|")
    for case in cases:
        ours = statistics.median(times[case, "ours"])
        cells = [case[0], case[1], str(case[2]), f"{ours:,.2f}" if ours < 100 else f"{ours:,.0f}",
                 f"{statistics.median(share[case]):.2f}"]
        for peer in shown:
            values = times.get((case, peer))
            cells.append(
                f"{statistics.median(values):,.0f} ({statistics.median(values) / ours:.1f} ×)"
                if values else "–")
        print("| " + " | ".join(cells) + " |")
    print()
    for owner, rows in products.items():
        if rows:
            first, second = (statistics.median(column) for column in zip(*rows))
            print(f"- dense product, {owner}: 128 × 1024 × 1024 {first:.1f} GFLOP/s, "
                  f"512 × 512 × 512 {second:.1f} GFLOP/s")
    half, most = (statistics.median(column) for column in zip(*masks))
    print(f"- masks: {half:.3f} ns an element at keep .5, {most:.3f} at keep .86")
    if comparisons:
        seconds, trained = (statistics.median(column) for column in zip(*comparisons))
        print(f"- `dropout compare`, its defaults: {seconds:.1f} s, {seconds / trained:.2f} times "
              "its training time by the number of cores")
    if any(case[0] == "mnist2" for case in cases):
        size = training_memory(dropout)
        print("- peak memory of mnist2, ours: " +
              (f"{size:,.0f} MB" if size else "not measured (no MNIST at hand)"))
    for (case, peer), size in memory.items():
        if case == ("mnist2", "per-example", 1):
            print(f"- peak memory of mnist2, {peer}: {size:,.0f} MB")
    for peer, problem in missing.items():
        print(f"- not measured: {peer}: {problem}")


main()
