"""Prints what estimators.test.ts and skewed-values.test.ts expect of intervals, computed another way: dense matrices, statsmodels and SciPy.

pip install statsmodels==0.14.* && python test/compare/expected.py
"""

import math

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import optimize, stats

from mulberry32 import Mulberry32


def posts():
    """Those of made-posts.ts."""
    rows = []
    for g in range(12):
        for i in range(3 + g % 5):
            after = (i + g) % 2
            y = ((7 * g + 3 * i * i + 5 * after * i + 2 * after) % 11) / 10 + 0.3 * after + 0.05 * g
            rows.append((g, after, 0, y))
        for i in range(2 + (g * 3) % 4):
            after = i % 2
            rows.append((g, after, 1, ((5 * g + 2 * i * i + after * 3) % 7) / 10 + 0.1 * after + 0.05 * g))
    frame = pd.DataFrame(rows, columns=["g", "after", "control", "y"])
    frame["brand"] = 1 - frame.control
    frame["yes"] = (frame.y > 0.72).astype(float)
    return frame


def power(matrix, exponent):
    """Of a symmetric matrix; where it is singular, of its generalised inverse."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > 1e-9
    return vectors[:, kept] @ np.diag(values[kept] ** exponent) @ vectors[:, kept].T


def clustered(frame, formula, weights, correlation=None):
    """CR2 (Bell & McCaffrey 2002) and the degrees of freedom of Imbens & Kolesar (2016), from their definitions.

    @param weights of the coefficients, in the contrast that is asked for
    @return value, standard error, degrees; then each coefficient, what each cluster moves it by, and how alike posts of a cluster are
    """
    fit = smf.ols(formula, frame).fit()
    x, e, y = fit.model.exog, fit.resid.to_numpy(), fit.model.endog
    bread = np.linalg.inv(x.T @ x)
    hat = np.eye(len(x)) - x @ bread @ x.T
    columns = []
    for g in frame.g.unique():
        own = (frame.g == g).to_numpy()
        # Fixed effects make it singular: the generalised inverse, as Pustejovsky & Tipton (2018) show, leaves them out.
        adjusted = power(hat[np.ix_(own, own)], -0.5)
        columns.append(hat[:, own] @ adjusted @ x[own] @ bread)
    # Of y: hat is idempotent, so residuals times the rest of the score are the outcome times these columns.
    scores = np.array([column.T @ y for column in columns])
    asked = np.array([column @ weights for column in columns]).T
    same = np.equal.outer(frame.g.to_numpy(), frame.g.to_numpy())
    pairs = same & ~np.eye(len(x), dtype=bool)
    alike = np.mean(np.outer(e, e)[pairs]) / np.mean(e**2) if correlation is None else correlation
    alike = min(1, max(0, alike))
    omega = np.where(same, alike, 0.0)
    np.fill_diagonal(omega, 1)
    gram = asked.T @ omega @ asked
    degrees = np.trace(gram) ** 2 / np.trace(gram @ gram)
    error = np.linalg.norm(scores @ weights)
    return fit.params.to_numpy() @ weights, error, degrees, fit.params.to_numpy(), scores, alike


def estimate(frame, formula, name, correlation=None):
    names = smf.ols(formula, frame).exog_names
    weights = np.array([float(one == name) for one in names])
    value, error, degrees = clustered(frame, formula, weights, correlation)[:3]
    reach = stats.t.ppf(0.975, degrees) * error
    return [float(x) for x in (value, error, degrees, value - reach, value + reach)]


def score(mean, variance, reach):
    """Wilson's: where the share lies `reach` standard errors from what it would be the share of, by looking for it."""
    unit = variance / (mean * (1 - mean))

    def off(q):
        return (mean - q) ** 2 - reach**2 * unit * q * (1 - q)

    return optimize.brentq(off, 0, mean, xtol=1e-15), optimize.brentq(off, mean, 1, xtol=1e-15)


def mover(means, scores, weights, ends):
    """The interval of a weighted sum from the ends of each mean's: MOVER."""
    # Of the weighted means, of which one goes down when the other goes up where weights differ in sign.
    correlation = (scores.T @ scores) / np.outer(*[np.linalg.norm(scores, axis=0)] * 2) * np.sign(np.outer(weights, weights))
    down = np.array([w * (m - (low if w > 0 else high)) for w, m, (low, high) in zip(weights, means, ends)])
    up = np.array([w * ((high if w > 0 else low) - m) for w, m, (low, high) in zip(weights, means, ends)])
    return weights @ means - math.sqrt(down @ correlation @ down), weights @ means + math.sqrt(up @ correlation @ up)


def in_cells(frame):
    return frame.assign(cell=frame.control * 2 + frame.after)


def shares(frame, weights):
    """A contrast of the cells' shares, from the interval of each."""
    weights = np.array(weights)
    value, error, degrees, means, scores, _ = clustered(in_cells(frame), "yes ~ C(cell) - 1", weights)
    reach = stats.t.ppf(0.975, degrees)
    ends = [score(mean, variance, reach) for mean, variance in zip(means, np.sum(scores**2, axis=0))]
    return [float(x) for x in (value, error, degrees, *mover(means, scores, weights, ends))]


def spread(mean, unit, reach, kind):
    """Where the mean lies `reach` standard errors from what it would be the mean of, these being unit(q), by looking for it."""
    ceiling = 1 if kind == "part" else math.inf

    def off(q):
        return abs(mean - q) - reach * unit(q)

    far = mean
    while off(far) <= 0 and far < ceiling:
        far = min(ceiling, 2 * far)
    return optimize.brentq(off, 1e-9, mean, xtol=1e-15), optimize.brentq(off, mean, far, xtol=1e-15)


def standard_error(kind, mean, error):
    """Of what may be the mean instead: of parts it goes with q (1 - q), of amounts its square with q^1.5."""
    if kind == "part":
        return lambda q: error * q * (1 - q) / (mean * (1 - mean))
    return lambda q: error * (q / mean) ** 0.75


def of_heavy_tails(degrees, scores):
    """Two times the squared variance over the variance of the variance: that of normal scores, and what their fourth cumulants add."""
    variance = (scores**2).sum()
    cumulants = (scores**4).sum() - 3 * variance**2 / degrees
    return 2 * variance**2 / (2 * variance**2 / degrees + max(0, cumulants))


def mean(frame, kind):
    """Of skewed values."""
    value, error, degrees, _, scores, _ = clustered(frame, "y ~ 1", np.ones(1))
    left = of_heavy_tails(degrees, scores[:, 0])
    low, high = spread(value, standard_error(kind, value, error), stats.t.ppf(0.975, left), kind)
    return [float(x) for x in (value, error, left, low, high)]


def skewed(frame, weights, kind):
    """A contrast of means of skewed values, from the interval of each."""
    frame, weights = in_cells(frame), np.array(weights)
    value, error, degrees, means, scores, alike = clustered(frame, "y ~ C(cell) - 1", weights)
    cells = [frame[frame.cell == cell].reset_index(drop=True) for cell in range(len(weights))]
    # Of a mean of posts that are alike, the variance is this part of a post's.
    shrunk = np.array([(1 - alike) / len(c) + alike * ((c.groupby("g").size() / len(c)) ** 2).sum() for c in cells])
    own = np.array([clustered(cell, "y ~ 1", np.ones(1), alike)[2] for cell in cells])
    relative = np.sum(scores**2, axis=0) / means**2 / shrunk
    learned = (own * relative + 0.5 * np.average(relative, weights=own)) / (own + 0.5)
    scores = scores * np.sqrt(learned / relative)
    left = of_heavy_tails(degrees, scores @ weights)
    reach, normal = stats.t.ppf(0.975, left), stats.norm.ppf(0.975)
    cubes = weights**3 * shrunk**2
    skew = (cubes.sum() / np.abs(cubes).sum()) ** 2
    ends = []
    for m, deviation in zip(means, np.linalg.norm(scores, axis=0)):
        low, high = spread(m, standard_error(kind, m, deviation), normal, kind)
        ends.append([m + reach * ((1 - skew) * side * deviation + skew * (end - m) / normal) for side, end in ((-1, low), (1, high))])
    return [float(x) for x in (value, error, left, *mover(means, scores, weights, ends))]


def bootstrap(frame, formula, name, seed, replicates=200):
    def studentised(drawn):
        robust = {"groups": drawn.g, "use_correction": False}
        fit = smf.ols(formula, drawn).fit(cov_type="cluster", cov_kwds=robust)
        return fit.params[name], fit.bse[name]

    value, error = studentised(frame)
    random, distances = Mulberry32(seed), []
    while len(distances) < replicates:
        parts = [frame[frame.g == math.floor(random.next() * 12)].assign(g=i) for i in range(12)]
        drawn_value, drawn_error = studentised(pd.concat(parts))
        distances.append(abs(drawn_value - value) / drawn_error)
    reach = float(np.quantile(distances, 0.95) * error)
    return [float(value) - reach, float(value) + reach]


def lift(columns):
    """ln(lift) with every cluster left out in turn."""
    def log(kept):
        n, a, b, both = columns[:, kept].sum(axis=1)
        return math.log(both / n / (a / n * (b / n)))

    clusters = np.arange(columns.shape[1])
    value = log(clusters)
    others = np.array([log(clusters != g) for g in clusters])
    error = math.sqrt((len(clusters) - 1) / len(clusters) * sum((others - value) ** 2))
    reach = stats.t.ppf(0.975, len(clusters) - 1) * error
    return [math.exp(value), math.exp(value - reach), math.exp(value + reach)]


if __name__ == "__main__":
    every = posts()
    brand = every[every.control == 0]
    before = brand[brand.after == 0]
    print("mean", estimate(before, "y ~ 1", "Intercept"))
    print("difference", estimate(brand, "y ~ after", "after"))
    print("against controls", estimate(every, "y ~ after * brand", "after:brand"))
    print("difference, independent posts", estimate(brand, "y ~ after", "after", 0))
    print("mean of amounts", mean(before, "amount"))
    print("mean of parts", mean(before.assign(y=before.y / 3), "part"))
    heavy = every.assign(y=every.y**16)
    heavy_before = heavy[(heavy.control == 0) & (heavy.after == 0)]
    largest = heavy_before.y.max()
    print("mean of skewed amounts", mean(heavy_before, "amount"))
    print("mean of skewed parts", mean(heavy_before.assign(y=heavy_before.y / largest), "part"))
    print("difference of parts", skewed(brand.assign(y=brand.y / 3), [-1, 1], "part"))
    # On the later side, the first two posts of a cluster only.
    few = every[(every.after == 0) | (every.control == 1) | (every.groupby(["g", "after", "control"]).cumcount() < 2)]
    few = few.assign(y=few.y**4)
    print("difference of skewed amounts, few after", skewed(few[few.control == 0], [-1, 1], "amount"))
    print("skewed parts against controls, few after", skewed(few.assign(y=few.y / few.y.max()), [-1, 1, 1, -1], "part"))
    print("share", shares(before, [1]))
    print("difference of shares", shares(brand, [-1, 1]))
    print("shares against controls", shares(every, [-1, 1, 1, -1]))
    print("bootstrap", bootstrap(brand, "y ~ after", "after", 3))
    print("bootstrap against controls", bootstrap(every, "y ~ after * brand", "after:brand", 3))
    print("lift", lift(np.array([[100] * 8, [20] * 8, [10] * 8, [5, 6, 7, 8, 5, 6, 7, 8]])))
