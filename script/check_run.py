#!/usr/bin/env python3
"""Replays a recorded run in NumPy, in Float64: python3 script/check_run.py FOLDER [TOLERANCE]

FOLDER is what `dropout train --record FOLDER` wrote. Prints the largest difference between the
replayed and the recorded final weights, relative to the largest weight of its layer; exits with 1
if it is above TOLERANCE (1e-5), if the keep probabilities are not those of the plan's schedule of dropout, or
if the validation scores along the way, the best moment that they tell or the step at which a run with patience
stopped are others than the recorded ones; with 64 without a FOLDER, 65 or 66 if its files are damaged or missing,
70 without NumPy. Under Adam a thousandth of each layer's weights may differ more: it divides a
gradient by its own size, so a weight whose first gradients are rounding moves by rounding, by up to the
learning rate a step.

ReLU has a kink: where a pre-activation z is within rounding of 0 its sign is luck, and both sides are
right. So active.npz holds the side that the run took, and the replay takes it too where |z| is at most
(k + s + 2) * 2^-23 * (sum |w_i x_i| + |b|): the bound of a dot product of k terms in Float32, and one
rounding of every weight for each of the s steps before. Step, unit and z are printed each time. Where z
is farther from 0, or a unit is active that its mask drops, the recording is wrong (exit 1)."""
import json, signal, sys, zipfile

signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head -1` ends quietly


def fail(status, text):
    print(f"check_run.py: {text}", file=sys.stderr)
    sys.exit(status)


try:
    import numpy as np
    try: import tomllib
    except ImportError: import tomli as tomllib  # before Python 3.11
except ImportError as error: fail(70, f"{error} ({sys.executable}); run script/bootstrap --checks")

try: folder, tolerance = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 1e-5
except (IndexError, ValueError): fail(64, "give FOLDER, then TOLERANCE as a number if at all")
try:
    plan = tomllib.load(open(f"{folder}/plan.toml", "rb"))
    order, masks, data, final, start = (
        np.load(f"{folder}/{n}.npz") for n in ("order", "masks", "data", "final", "initial"))
    kinked = plan["network"]["activation"] == "relu" and len(plan["network"]["layers"]) > 2
    active = np.load(f"{folder}/active.npz") if kinked else {}
    active = {int(n[6:]): active[n] for n in active}
    seal = json.load(open(f"{folder}/run.json"))
    told = {point["step"]: point for point in seal.get("validation") or []}
    held = np.load(f"{folder}/validation.npz") if told else {}
except OSError as error:
    fail(66, f"{error.filename}: {error.strerror}; write it with dropout train --record {folder}")
except (ValueError, EOFError, zipfile.BadZipFile) as error:
    fail(65, f"{folder}: {error}; record the run again with dropout train --record {folder}")
net, train, scaling = plan["network"], plan["training"], plan["dropout"]["scaling"]
for what in (data["X"], masks["keep"], *final.values()):
    if not np.isfinite(what).all(): sys.exit(f"{folder} holds numbers that are not finite")
layers = len(net["layers"]) - 1
p = [start[f"{k}{l}"].astype(float) for l in range(1, layers + 1) for k in "Wb"]  # W1 b1 W2 b2 ...
v, m = [np.zeros_like(w) for w in p], [np.zeros_like(w) for w in p]
act = {"relu": None, "tanh": np.tanh, "linear": lambda z: z,
       "logistic": lambda z: 1 / (1 + np.exp(-z))}[net["activation"]]
slope = {"relu": None, "tanh": lambda a: 1 - a * a, "linear": np.ones_like,
         "logistic": lambda a: a * (1 - a)}[net["activation"]]
policies = plan["comparison"]["policies"]
keeps = np.broadcast_to(masks["keep"], (len(order["order"]), layers))  # of each step and layer
schedule, length = (plan["dropout"].get(f"schedule{n}", d) for n, d in (("", "constant"), ("-steps", 1)))
done = np.arange(len(keeps)) / length
share = {"constant": np.ones_like(done), "early": done < 1, "late": done >= 1,
         "curriculum": 1 - np.exp(-10 * done), "annealed": np.maximum(1 - done, 0)}[schedule]
wanted = 1 - share[:, None] * (1 - np.array(plan["dropout"]["keep"]))
# Masks realise multiples of 2^-16; factors of other noise are not divided by anything.
if plan["dropout"]["noise"] == "bernoulli" and np.abs(keeps - wanted).max() > 2.0**-17 + 1e-12:
    fail(1, f"keep probabilities of {folder} are others than those of its schedule, {schedule}")
dropped = policies != ["none"] and scaling == "inverted"
mask = [masks[f"mask{l}"] for l in range(layers)]


def recorded_side(s, l, z, x, w, b):
    """Whether z > 0, as the run recorded it for the units of layer l that their masks keep."""
    kept, mine = mask[l][s] != 0, z > 0
    theirs = np.unpackbits(active[l][s], axis=1, count=z.shape[1]) != 0
    for i, u in np.argwhere((mine & kept) != theirs):
        where = f"step {s + 1}, row {i + 1}, layer {l}, unit {u + 1}: z = {z[i, u]:.2g}"
        if not kept[i, u]: fail(1, f"{where}, active although its mask drops it")
        bound = (len(w) + s + 2) * 2.0**-23 * (np.abs(x[i]) @ np.abs(w[:, u]) + abs(b[u]))
        if abs(z[i, u]) > bound:
            fail(1, f"{where}, recorded on the other side of 0; rounding explains {bound:.1g}")
        print(f"{where}, within rounding of 0: the recorded side is taken")
        mine[i, u] = theirs[i, u]
    return mine


def validation():
    """Loss and error of the validation examples, without masks."""
    shrink = masks["keep"] if scaling == "classic" and policies != ["none"] else np.ones(layers)
    h = held["X"].astype(float) * shrink[0]
    for l in range(layers - 1):
        z = h @ p[2 * l] + p[2 * l + 1]
        h = (np.maximum(z, 0) if act is None else act(z)) * shrink[l + 1]
    z, y = h @ p[-2] + p[-1], held["y"]
    if z.shape[1] == 1:
        target, guess = y[:, None], (z > (0.5 if net["loss"] == "squared" else 0)).ravel()
        if y.dtype.kind == "f": guess = np.full(len(y), np.nan)  # numbers to predict have no error
    else:
        target, guess = np.eye(z.shape[1])[y], z.argmax(1)
    losses = {"squared": lambda: 0.5 * ((z - target) ** 2).sum(1),
              "sigmoid": lambda: np.logaddexp(0, z[:, 0]) - z[:, 0] * y,
              "softmax": lambda: np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]}
    wrong = np.where(np.isnan(guess), np.nan, guess != y)
    return losses[net["loss"]]().mean(), wrong.mean()


scores = {}
kind, mu1, mu0 = train["optimizer"], train.get("momentum", 0), train.get("momentum-start", 0)
for s, batch in enumerate(order["order"]):
    rows = np.searchsorted(data["index"], batch)
    y, d = data["y"][rows], [mask[l][s] / (keeps[s, l] if dropped else 1) for l in range(layers)]
    h, acts, sides = [data["X"][rows].astype(float) * d[0]], [], []
    for l in range(layers - 1):
        z = h[-1] @ p[2 * l] + p[2 * l + 1]
        sides.append(recorded_side(s, l + 1, z, h[-1], *p[2 * l:2 * l + 2]) if kinked else None)
        acts.append(z * sides[-1] if kinked else act(z))
        h.append(acts[-1] * d[l + 1])
    z = h[-1] @ p[-2] + p[-1]
    target = np.eye(z.shape[1])[y] if z.shape[1] > 1 else y[:, None]
    e = np.exp(z - z.max(1, keepdims=True))
    out = {"squared": z, "softmax": e / e.sum(1, keepdims=True), "sigmoid": 1 / (1 + np.exp(-z))}
    g, grads = (out[net["loss"]] - target) / len(batch), [None] * len(p)
    for l in reversed(range(layers)):
        grads[2 * l], grads[2 * l + 1] = h[l].T @ g + train["l2"] * p[2 * l], g.sum(0)
        if l: g = g @ p[2 * l].T * d[l] * (sides[l - 1] if kinked else slope(acts[l - 1]))
    k, f = train.get("schedule-steps", 1), train.get("schedule-factor", 1)
    rate = train["learning-rate"] * {"constant": 1, "step": f ** (s // k), "exponential": f ** (s / k),
                                     "inverse-time": 1 / (1 + s / k)}[train["schedule"]]
    ramp = train.get("momentum-ramp", 0)
    mu = mu0 + (mu1 - mu0) * s / ramp if s < ramp else mu1
    for i in range(len(p)):
        if kind == "adam":
            b1, b2 = train["beta1"], train["beta2"]
            m[i], v[i] = b1 * m[i] + (1 - b1) * grads[i], b2 * v[i] + (1 - b2) * grads[i] ** 2
            root = np.sqrt(v[i] / (1 - b2 ** (s + 1))) + train["epsilon"]
            p[i] -= rate * m[i] / (1 - b1 ** (s + 1)) / root
        else:
            v[i] = (0 if kind == "sgd" else mu) * v[i] - rate * grads[i]
            p[i] += mu * v[i] - rate * grads[i] if kind == "nesterov" else v[i]
    for w in p[::2] if train["max-norm"] else []:
        w *= np.minimum(1, train["max-norm"] / np.maximum(np.linalg.norm(w, axis=0), 1e-30))
    if s + 1 in told: scores[s + 1] = validation()
    if s + 1 == seal.get("steps"): break
if told:
    monitor = 0 if train["monitor"] == "loss" else 1
    column = ("logLoss", "error")[monitor]
    for step, score in scores.items():
        wanted = np.array([told[step]["logLoss"], told[step].get("error", np.nan)], float)
        if not np.allclose(score, wanted, rtol=1e-4, atol=1e-5, equal_nan=True):
            fail(1, f"after {step} steps the validation part has {score}, recorded {told[step]}")
    best, patience = min(scores, key=lambda step: scores[step][monitor]), train["patience"]
    # Scores that rounding cannot tell apart may be in either order.
    if told[seal["bestStep"]][column] > scores[best][monitor] + 1e-5:
        fail(1, f"the best moment is after {best} steps, recorded {seal['bestStep']}")
    waited = seal["steps"] - seal["bestStep"] >= patience > 0
    if seal["steps"] < len(order["order"]) and not waited:
        fail(1, f"stopped after {seal['steps']} steps, {patience} after the best moment at {best}")
    before = [step for step in told if step < seal["steps"]]
    for step in before if patience else []:
        if step - min((t for t in told if t <= step), key=lambda t: told[t][column]) >= patience:
            fail(1, f"should have stopped after {step} steps")
    print(f"validation: {len(told)} points, best after {seal['bestStep']} of {seal['steps']} steps")
names = [f"{k}{l}" for l in range(1, layers + 1) for k in "Wb"]
share = 0.999 if kind == "adam" else 1
# np.max, since Python's max forgets a NaN that does not come first.
worst = np.max([np.quantile(np.abs(w - final[n]), share, method="higher")
                / np.maximum(np.abs(w).max(), 1e-2) for n, w in zip(names, p)])
print(f"{plan['comparison']['policies'][0]}: {s + 1} steps, "
      f"largest relative difference {worst:.2e}"
      + (" of all but a thousandth of the weights" if share < 1 else ""))
if not worst <= tolerance:
    print("the replay and the run part at some step: do fewer steps agree?")
    sys.exit(1)
