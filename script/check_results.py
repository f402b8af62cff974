#!/usr/bin/env python3
"""Recomputes a comparison in SciPy: python3 script/check_results.py FOLDER

FOLDER is what `dropout compare --out FOLDER` wrote. Starts from runs.csv alone, recomputes every
statistic of results.json and the verdicts, prints what disagrees and exits with 1 if anything does;
with 64 without a FOLDER, 65 or 66 if its files are damaged or missing, 70 without SciPy 1.15."""
import csv, itertools, json, math, re, sys
from collections import defaultdict


def fail(status, text):
    print(f"check_results.py: {text}", file=sys.stderr)
    sys.exit(status)


try:
    import numpy as np
    import scipy
    from scipy import optimize, stats
except ImportError as error: fail(70, f"{error} ({sys.executable}); run script/bootstrap --checks")
if tuple(map(int, scipy.__version__.split(".")[:2])) < (1, 15):
    fail(70, f"SciPy {scipy.__version__} is too old, 1.15 is needed; run script/bootstrap --checks")
if len(sys.argv) != 2: fail(64, "name the folder that dropout compare --out wrote, and nothing else")

folder = sys.argv[1]
values = defaultdict(dict)  # (metric, policy) -> seed -> value
try:
    results = json.load(open(f"{folder}/results.json"))
    for row in csv.DictReader(open(f"{folder}/runs.csv")):
        values[row["metric"], row["policy"]][int(row["seed"])] = float(row["value"])
except OSError as error:
    fail(66, f"{error.filename}: {error.strerror}; write it with dropout compare --out {folder}")
except (ValueError, KeyError, TypeError) as error:
    fail(65, f"{folder}: results.json or runs.csv is not as dropout compare writes it: {error!r}")
policies = [p["policy"] for p in results["policies"]]
faults, checked = [], 0


def same(what, got, want, tolerance=1e-9, least=1):
    """The tolerance is relative to `want`, or to `least` if that is more."""
    global checked
    checked += 1
    if got is None or not abs(got - want) <= tolerance * max(least, abs(want)):  # NaN fails too
        faults.append(f"{what}: {got}, SciPy has {want}")


def equal(what, got, want):
    global checked
    checked += 1
    if got != want: faults.append(f"{what}: {got}, not {want}")


def detectable(n):
    """The d_z that a paired t test of n seeds finds with 80 % power at level .05."""
    t, df = stats.t.ppf(0.975, n - 1), n - 1
    # The far tail is NaN in some versions of SciPy where it is nothing.
    power = lambda nc: stats.nct.sf(t, df, nc) + np.nan_to_num(stats.nct.cdf(-t, df, nc))
    top = 1
    while not power(top) > 0.8: top += 1
    return optimize.brentq(lambda nc: power(nc) - 0.8, 0, top, xtol=1e-12) / math.sqrt(n)


def interval(d):
    """The mean's interval: Student's t on Hall's scale, from which skewness was taken out; below 8 values plain Student's t."""
    n, mean, sd = len(d), d.mean(), d.std()
    g = stats.skew(d, bias=False) if n >= 8 else 0
    t = stats.t.ppf(0.975, n - 1) / math.sqrt(n - 1)

    def transformed(end):
        z = (mean - end) / sd
        return z + g * z**2 / 3 + g**2 * z**3 / 27 + g / (6 * n)

    reach = 50 * sd * max(1, t) ** 2
    return [optimize.brentq(lambda end: transformed(end) - wanted, mean - reach, mean + reach,
                            xtol=1e-13 * sd, rtol=1e-14) for wanted in (t, -t)]


def two_sided(statistic, d, rng):
    """Share of sign patterns at least as far out; all of them up to 16 seeds, else 200,000."""
    n = len(d)
    if n == 0: return 1, 0
    if n <= 16:
        signs = np.array(list(itertools.product([1, -1], repeat=n)))
        far = np.abs(statistic(signs * d)) >= abs(statistic(d[None, :])[0]) * (1 - 1e-12)
        return far.mean(), 0
    far = [np.abs(statistic(rng.choice([1, -1], (20000, n)) * d)) for _ in range(10)]
    p = (np.concatenate(far) >= abs(statistic(d[None, :])[0]) * (1 - 1e-12)).mean()
    return p, 5 * np.sqrt(max(p, 1e-4) / 200000)


for summary in results["policies"]:
    policy = summary["policy"]
    for run in summary["runs"]:  # what runs.csv says of each run, and of no other
        for metric in ("testError", "testLogLoss", "trainError", "trainLogLoss", "maskedTrainLoss",
                       "cleanTrainLoss", "failed"):
            want = values[metric, policy].get(run["seed"])
            got = run.get(metric)
            got = float(got) if isinstance(got, str) else got  # JSON has no numbers for inf and nan
            if not (want != want and got != got):
                equal(f"{metric} {policy} seed {run['seed']}", got, want)
    seeds = sorted(values["testError", policy])
    equal(f"seeds of {policy}", sorted(r["seed"] for r in summary["runs"]), seeds)
    equal(f"failed {policy}", summary["failedCount"], sum(values["failed", policy].values()))
    errors = np.array([values["testError", policy][seed] for seed in seeds])
    same(f"mean {policy}", summary["mean"], errors.mean())
    same(f"iqm {policy}", summary["iqm"], stats.trim_mean(errors, 0.25))
    if len(errors) > 1:
        sd = errors.std(ddof=1)
        same(f"sd {policy}", summary["sd"], sd)
        low, high = interval(errors) if np.ptp(errors) > 0 else (errors[0], errors[0])
        same(f"interval low {policy}", summary["interval"]["low"], max(0, low), 1e-8)
        same(f"interval high {policy}", summary["interval"]["high"], min(1, high), 1e-8)
equal("policies of runs.csv", {policy for _, policy in values}, set(policies))

friedman = results.get("friedman")
if len(policies) > 2 and friedman:
    table = [list(dict(sorted(values["testError", p].items())).values()) for p in policies]
    chi, p = stats.friedmanchisquare(*table)
    same("Friedman chi square", friedman["chiSquare"], chi)
    same("Friedman p", friedman["p"], p, least=0)
    for policy, got, want in zip(policies, friedman["averageRanks"],
                                 stats.rankdata(table, axis=0).mean(axis=1)):
        same(f"average rank {policy}", got, want)
    k = len(policies)
    q = stats.studentized_range.ppf(0.95, k, np.inf) / math.sqrt(2)
    same("Nemenyi", friedman["nemenyiCriticalDifference"],
         q * math.sqrt(k * (k + 1) / (6 * len(table[0]))), 1e-6)

# The number of test examples is told only through what follows from it: a whole number that makes
# every test error a whole number of examples, the same in every sentence.
errors = [c for c in results["comparisons"] if c["metric"] == "testError"]
widest = max(errors, key=lambda c: abs(c["meanDifference"]), default={"meanDifference": 0})
size = round(widest["testExamples"] / widest["meanDifference"]) if widest["meanDifference"] else 0
for (metric, policy), runs in values.items():
    if metric == "testError" and size:
        for seed, error in runs.items():
            same(f"wrong examples {policy} seed {seed}", error * size, round(error * size), 1e-6)
for c in errors if size else []:
    for told in re.findall(r"of ([\d,]+) test examples", c["sentence"]):
        equal(f"test examples in: {c['sentence']}", int(told.replace(",", "")), size)

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
        mean = d.mean() if len(d) else 0
        same(f"{name} mean", c["meanDifference"], mean)
        equal(f"{name} wins, ties, losses", [c["wins"], c["ties"], c["losses"]],
              [int((np.sign(d) == k).sum()) for k in (-1, 0, 1)])
        same(f"{name} superiority", c["probabilityOfSuperiority"],
             ((d < 0) + 0.5 * (d == 0)).mean() if len(d) else 0.5)
        if metric == "testError": same(f"{name} test examples", c["testExamples"], mean * size)
        if len(d) > 1:
            same(f"{name} detectable", c["minimumDetectableDifference"],
                 d.std(ddof=1) * detectable(len(d)) if np.ptp(d) > 0 else 0, 1e-8)
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
            for end, want in zip(("low", "high"), interval(d)):
                same(f"{name} interval {end}", c["interval"][end], want, 1e-8)
        ends = c.get("interval") or {"low": 0, "high": 0}
        verdict = "cannotTell"
        if len(finite) < len(x): pass  # a run without a finite value: no verdict
        elif not d.any(): verdict = "identical"
        elif adjusted < 0.05 and ends["high"] < 0: verdict = "aBetter"
        elif adjusted < 0.05 and ends["low"] > 0: verdict = "bBetter"
        equal(f"{name} verdict", c["verdict"], verdict)

for fault in faults: print(fault)
print(f"{checked - len(faults)} passed, {len(faults)} failed")
sys.exit(bool(faults))
