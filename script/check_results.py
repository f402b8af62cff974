#!/usr/bin/env python3
"""Recomputes a comparison in SciPy: python3 script/check_results.py FOLDER

FOLDER is what `dropout compare --out FOLDER` wrote. Starts from runs.csv alone, recomputes every
statistic of results.json and the verdicts, prints what disagrees and exits with 1 if anything does."""
import csv, itertools, json, sys
from collections import defaultdict
import numpy as np
from scipy import stats

folder = sys.argv[1]
results = json.load(open(f"{folder}/results.json"))
values = defaultdict(dict)  # (metric, policy) -> seed -> value
for row in csv.DictReader(open(f"{folder}/runs.csv")):
    values[row["metric"], row["policy"]][int(row["seed"])] = float(row["value"])
policies = [p["policy"] for p in results["policies"]]
faults, checked = [], 0


def same(what, got, want, tolerance=1e-9):
    global checked
    checked += 1
    if got is None or abs(got - want) > tolerance * max(1, abs(want)):
        faults.append(f"{what}: {got}, SciPy has {want}")


def two_sided(statistic, d, rng):
    """Share of sign patterns at least as far out; all of them up to 16 seeds, else 200,000."""
    n = len(d)
    if n <= 16:
        signs = np.array(list(itertools.product([1, -1], repeat=n)))
        far = np.abs(statistic(signs * d)) >= abs(statistic(d[None, :])[0]) * (1 - 1e-12)
        return far.mean(), 0
    far = [np.abs(statistic(rng.choice([1, -1], (20000, n)) * d)) for _ in range(10)]
    p = (np.concatenate(far) >= abs(statistic(d[None, :])[0]) * (1 - 1e-12)).mean()
    return p, 5 * np.sqrt(max(p, 1e-4) / 200000)


for summary in results["policies"]:
    errors = np.array([r["testError"] for r in summary["runs"]])
    same(f"mean {summary['policy']}", summary["mean"], errors.mean())
    same(f"iqm {summary['policy']}", summary["iqm"], stats.trim_mean(errors, 0.25))
    if len(errors) > 1:
        same(f"sd {summary['policy']}", summary["sd"], errors.std(ddof=1))

for metric in ("testError", "testLogLoss"):
    pairs = [c for c in results["comparisons"] if c["metric"] == metric]
    expected = [(a, b) for i, a in enumerate(policies) for b in policies[i + 1:]]
    assert [(c["a"], c["b"]) for c in pairs] == expected, "not every pair is there"
    raw = np.array([c["signFlipP"] for c in pairs])
    order, holm = np.argsort(raw, kind="stable"), np.empty(len(raw))
    holm[order] = np.minimum(1, np.maximum.accumulate(raw[order] * np.arange(len(raw), 0, -1)))
    for c, adjusted in zip(pairs, holm):
        name = f"{metric} {c['a']} - {c['b']}"
        x, y = values[metric, c["a"]], values[metric, c["b"]]
        finite = [s for s in sorted(x) if np.isfinite(x[s]) and np.isfinite(y[s])]
        d = np.round(np.array([x[s] - y[s] for s in finite]), 12)
        same(f"{name} mean", c["meanDifference"], d.mean())
        assert (c["wins"], c["ties"], c["losses"]) == tuple((np.sign(d) == k).sum() for k in (-1, 0, 1))
        same(f"{name} superiority", c["probabilityOfSuperiority"], ((d < 0) + 0.5 * (d == 0)).mean())
        same(f"{name} Holm", c["holmP"], adjusted)
        rng = np.random.default_rng(1)
        p, slack = two_sided(lambda m: m.mean(axis=1), d, rng)
        same(f"{name} sign flip", c["signFlipP"], p, 1e-9 + slack)
        nonzero = d[d != 0]
        if len(nonzero):
            if len(nonzero) <= 25:  # exact with mid-ranks
                ranks = stats.rankdata(np.abs(nonzero))
                p, slack = two_sided(lambda m: (np.sign(m) * ranks).sum(axis=1), nonzero, rng)
            else:
                p = stats.wilcoxon(nonzero, correction=False, method="asymptotic").pvalue
            same(f"{name} Wilcoxon", c["wilcoxonP"], p, 1e-9 + slack)
        if len(d) > 1 and np.ptp(d) > 0:
            same(f"{name} t", c["pairedTP"], stats.ttest_1samp(d, 0).pvalue)
            bca = stats.bootstrap((d,), np.mean, n_resamples=20000, method="BCa", rng=1)
            low, high = bca.confidence_interval
            if np.isfinite(low) and np.isfinite(high):
                # resamples of few seeds have few values: an end may be one of them further on
                step = max(0.1, 1.5 / len(d)) * d.std(ddof=1) + 1e-12
                for end, want in (("low", low), ("high", high)):
                    same(f"{name} BCa {end}", c["interval"][end], want, step)
        interval = c.get("interval") or {"low": 0, "high": 0}
        verdict = "cannotTell"
        if len(finite) < len(x): pass  # a run without a finite value: no verdict
        elif not d.any(): verdict = "identical"
        elif adjusted < 0.05 and interval["high"] < 0: verdict = "aBetter"
        elif adjusted < 0.05 and interval["low"] > 0: verdict = "bBetter"
        checked += 1
        if c["verdict"] != verdict: faults.append(f"{name}: verdict {c['verdict']}, not {verdict}")

for fault in faults: print(fault)
print(f"{checked - len(faults)} passed, {len(faults)} failed")
sys.exit(bool(faults))
