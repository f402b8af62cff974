#!/usr/bin/env python3
"""Recomputes a comparison in SciPy: python3 script/check_results.py FOLDER

FOLDER is what `dropout compare --out FOLDER` wrote. Starts from runs.csv alone, recomputes every
statistic of results.json, the verdicts and the numbers of the sentences (of a comparison to which seeds
were added until it was decided its anytime intervals), prints what disagrees and exits with 1 if anything
does; with 64 without a FOLDER, 65 or 66 if its files are damaged or missing, 70 without SciPy 1.15."""
import csv, itertools, json, math, re, signal, sys
from collections import defaultdict

signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head -1` ends quietly


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
added = results.get("untilDecided")  # how seeds were added; None where their number was fixed
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
    """The mean's interval: Student's t after Johnson's transform, which takes skewness out; below 8 values plain
    Student's t; None where the values say nothing of their spread."""
    if len(d) < 3 or np.ptp(d) == 0: return None
    n, mean, sd = len(d), d.mean(), d.std()
    g = stats.skew(d, bias=False) if n >= 8 else 0
    t = stats.t.ppf(0.975, n - 1) / math.sqrt(n - 1)

    def transformed(end):
        z = (mean - end) / sd
        return z + g * z**2 / 3 + g**2 * z**3 / 27 + g / (6 * n)

    reach = 50 * sd * max(1, t) ** 2
    return [optimize.brentq(lambda end: transformed(end) - wanted, mean - reach, mean + reach,
                            xtol=1e-13 * sd, rtol=1e-14) for wanted in (t, -t)]


def anytime(d, level, bound):
    """The anytime t interval (Wang and Ramdas) after Johnson's transform; None where it rules nothing out."""
    n, mean, sd = len(d), d.mean(), d.std()
    share = 16 / (n + 16)
    ratio = math.exp(-(2 * math.log(level) + math.log(share)) / n)
    if n < 8 or np.ptp(d) == 0 or ratio * share >= 1: return None
    z, g = math.sqrt((ratio - 1) / (1 - ratio * share)), stats.skew(d, bias=False)
    transformed = lambda z: z + g * z**2 / 3 + g**2 * z**3 / 27 + g / (6 * n)
    back = lambda value: optimize.brentq(lambda z: transformed(z) - value, -1e4, 1e4, xtol=1e-14, rtol=1e-14)
    low, high = mean - sd * max(z, back(z)), mean + sd * max(z, -back(-z))
    return None if low <= -bound and high >= bound else [max(-bound, low), min(bound, high)]


def same_ends(what, got, want, tolerance=1e-8):
    """Both ends of an interval, or that there is none, for a reason."""
    if want is None: equal(f"{what} interval", got, None)
    else:
        for end, value in zip(("low", "high"), want):
            same(f"{what} {end}", (got or {}).get(end), value, tolerance)


def interval_told(c):
    """The interval of a sentence is that of the figures, up to the sign, in as many decimals as it has."""
    told = re.search(r"interval (\S+) to ([^\s,)]+)", c["sentence"].split("; in log-loss")[0])
    if not told or not c["interval"]: return
    scale = 100 if c["metric"] in ("testError", "calibrationError", "balancedError") else 1
    ends = [scale * c["interval"][end] for end in ("low", "high")]
    if c["verdict"] == "aBetter": ends = sorted(-end for end in ends)
    for text, end in zip(told.groups(), ends):
        shown = float(text.replace("\N{MINUS SIGN}", "-"))
        decimals = len(text.partition(".")[2])
        same(f"interval in: {c['sentence']}", shown, end, 0.5001 * 10**-decimals)


def two_sided(statistic, d, rng):
    """Share of sign patterns at least as far out; all of them up to 16 seeds, else 200,000."""
    n = len(d)
    if n == 0: return 1, 0
    # Sums of rounded differences that are equal in examples may differ in their last digits.
    least = abs(statistic(d[None, :])[0]) - 1e-10 * np.abs(d).max()
    if n <= 16:
        signs = np.array(list(itertools.product([1, -1], repeat=n)))
        far = np.abs(statistic(signs * d)) >= least
        return far.mean(), 0
    far = [np.abs(statistic(rng.choice([1, -1], (20000, n)) * d)) for _ in range(10)]
    p = (np.concatenate(far) >= least).mean()
    return p, 5 * np.sqrt(max(p, 1e-4) / 200000)


# The largest difference that two runs can have.
BOUNDS = {"testError": 1, "calibrationError": 1, "balancedError": 1, "brierScore": 2}
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
    losses = np.array([values["testLogLoss", policy][seed] for seed in seeds])
    if np.isfinite(losses).all(): same(f"log-loss {policy}", summary["meanTestLogLoss"], losses.mean())
    if len(errors) > 1: same(f"sd {policy}", summary["sd"], errors.std(ddof=1))
    ends = None if added else interval(errors)
    same_ends(f"interval {policy}", summary["interval"], ends and [max(0, ends[0]), min(1, ends[1])])
    equal(f"reason of {policy}", summary["noInterval"], None if ends else "seedsWereAdded" if added
          else "fewerThanThreeSeeds" if len(errors) < 3 else "allEqual")
equal("policies of runs.csv", {policy for _, policy in values}, set(policies))

equal("steps", results["steps"], results["plan"]["training"]["steps"])
friedman = results.get("friedman")
if added: equal("Friedman's test of added seeds", friedman, None)
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


def most_failed(name, c):
    """Whether most runs of either policy failed; checks what is told of failed runs on the way."""
    x, y = values[c["metric"], c["a"]], values[c["metric"], c["b"]]
    seeds = sorted(x)[:c["seeds"]]
    failed = [[values["failed", c[k]][s] for s in seeds] for k in "ab"]
    d = {s: x[s] - y[s] for s in seeds if np.isfinite(x[s]) and np.isfinite(y[s])}
    kept = [d[s] for s, *f in zip(seeds, *failed) if s in d and not any(f)]
    total, told = sum(d.values()), c["failed"]
    equal(f"{name} failed", [told["a"], told["b"], told["seeds"], told["seedsWithout"]],
          [*map(sum, failed), len(seeds), len(kept)])
    if kept: same(f"{name} without failed runs", told["meanDifferenceWithout"], np.mean(kept))
    if abs(total) > 1e-9: same(f"{name} share of failed runs", told["share"], 1 - sum(kept) / total)
    most = 2 * max(map(sum, failed)) > len(seeds)
    equal(f"{name} no verdict", c["sentence"].startswith("No verdict on "), most)
    return most


def descriptive(name, c, d):
    """What describes the differences, whatever is concluded from them."""
    mean = d.mean() if len(d) else 0
    same(f"{name} mean", c["meanDifference"], mean)
    equal(f"{name} wins, ties, losses", [c["wins"], c["ties"], c["losses"]],
          [int((np.sign(d) == k).sum()) for k in (-1, 0, 1)])
    same(f"{name} superiority", c["probabilityOfSuperiority"],
         ((d < 0) + 0.5 * (d == 0)).mean() if len(d) else 0.5)
    if c["metric"] == "testError" and size: same(f"{name} test examples", c["testExamples"], mean * size)
    equal(f"{name} moment", f"after {results['steps']:,} step" in c["sentence"], True)
    interval_told(c)


def reason(c, d, missing):
    """Why an interval is missing, of differences that say nothing of their spread."""
    equal(f"{c['metric']} {c['a']} - {c['b']} reason", c["noInterval"], None if c["interval"]
          else "identical" if len(d) and not d.any() else missing)


def sequential():
    """Every pair in test error, its anytime interval after every seed until that decides; nothing else."""
    level = 0.05 / (len(policies) * (len(policies) - 1) / 2)
    for c in results["comparisons"]:
        limit = added.get("indifference") if c["metric"] == "testError" else None
        name = f"{c['metric']} {c['a']} - {c['b']}"
        x, y = values[c["metric"], c["a"]], values[c["metric"], c["b"]]
        equal(f"{name} seeds looked at", added["seeds"], len(x))
        every = np.round(np.array([x[s] - y[s] for s in sorted(x)]), 12)
        d = every[:c["seeds"]]
        descriptive(name, c, d)
        for key in ("signFlipP", "holmP", "wilcoxonP", "pairedTP", "minimumDetectableDifference"):
            equal(f"{name} {key}", c[key], None)
        ends = c["interval"] or {"low": -math.inf, "high": math.inf}
        verdict = ("cannotTell" if most_failed(name, c) else "aBetter" if ends["high"] < 0 else "bBetter" if ends["low"] > 0
                   else "noRelevantDifference" if limit and -limit < ends["low"] and ends["high"] < limit
                   else "identical" if c["noInterval"] == "identical" else "cannotTell")
        equal(f"{name} verdict", c["verdict"], verdict)
        if added["assumption"] != "noRareExtremes": continue
        decided = len(every)
        for n in range(8, len(every) + 1) if c["metric"] == "testError" else ():
            found = anytime(every[:n], level, 1)
            if found and (found[0] > 0 or found[1] < 0 or limit and -limit < found[0] and found[1] < limit):
                decided = n
                break
        equal(f"{name} seeds", c["seeds"], decided)
        same_ends(name, c["interval"], anytime(d, level, BOUNDS.get(c["metric"], math.inf)))
        reason(c, d, "tooFewSeeds" if len(d) < 8 or np.ptp(d) > 0 else "allEqual")


if added: sequential()
for metric in dict.fromkeys(c["metric"] for c in results["comparisons"]) if not added else ():
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
        descriptive(name, c, d)
        equal(f"{name} seeds", c["seeds"], len(x))
        ends = interval(d)
        if ends: same(f"{name} detectable", c["minimumDetectableDifference"],
                      d.std(ddof=1) * detectable(len(d)), 1e-8)
        else: equal(f"{name} detectable", c["minimumDetectableDifference"], None)
        if ends and metric in BOUNDS: ends = np.clip(ends, -BOUNDS[metric], BOUNDS[metric])
        same_ends(name, c["interval"], ends)
        reason(c, d, "fewerThanThreeSeeds" if len(d) < 3 else "allEqual")
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
        # Differences that are all equal have no interval: the test alone decides.
        constant = d[0] if len(d) and np.ptp(d) == 0 else 0
        ends = c["interval"] or {"low": constant, "high": constant}
        verdict = "cannotTell"
        if most_failed(name, c) or len(finite) < len(x): pass  # a run without a finite value: no verdict
        elif not d.any(): verdict = "identical"
        elif adjusted < 0.05 and ends["high"] < 0: verdict = "aBetter"
        elif adjusted < 0.05 and ends["low"] > 0: verdict = "bBetter"
        equal(f"{name} verdict", c["verdict"], verdict)

for fault in faults: print(fault)
print(f"{checked - len(faults)} passed, {len(faults)} failed")
sys.exit(bool(faults))
