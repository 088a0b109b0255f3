"""Prints what estimators.test.ts, within-accounts.test.ts and series.test.ts expect of intervals, computed another way: dense matrices, statsmodels and SciPy.

pip install statsmodels==0.14.* && python test/compare/expected.py
"""

import math

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import optimize, stats


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
    @return value, standard error, degrees; then each coefficient, and their covariance matrix
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
    covariance = scores.T @ scores
    asked = np.array([column @ weights for column in columns]).T
    same = np.equal.outer(frame.g.to_numpy(), frame.g.to_numpy())
    pairs = same & ~np.eye(len(x), dtype=bool)
    alike = np.mean(np.outer(e, e)[pairs]) / np.mean(e**2) if correlation is None else correlation
    omega = np.where(same, max(0, alike), 0.0)
    np.fill_diagonal(omega, 1)
    gram = asked.T @ omega @ asked
    degrees = np.trace(gram) ** 2 / np.trace(gram @ gram)
    error = math.sqrt(weights @ covariance @ weights)
    return fit.params.to_numpy() @ weights, error, degrees, fit.params.to_numpy(), covariance


def estimate(frame, formula, name, correlation=None):
    names = smf.ols(formula, frame).exog_names
    weights = np.array([float(one == name) for one in names])
    value, error, degrees, _, _ = clustered(frame, formula, weights, correlation)
    reach = stats.t.ppf(0.975, degrees) * error
    return [float(x) for x in (value, error, degrees, value - reach, value + reach)]


def score(mean, variance, reach, ceiling=1.0):
    """Where the mean lies `reach` standard errors from what it would be the mean of, by looking for it."""
    unit = variance / (mean * (1 - mean / ceiling))

    def off(q):
        return (mean - q) ** 2 - reach**2 * unit * q * (1 - q / ceiling)

    far = ceiling if math.isfinite(ceiling) else mean + 100 * reach * math.sqrt(variance)
    return optimize.brentq(off, 0, mean, xtol=1e-15), optimize.brentq(off, mean, far, xtol=1e-15)


def shares(frame, weights):
    """A contrast of the cells' shares, by MOVER from the interval of each."""
    frame = frame.assign(cell=frame.control * 2 + frame.after)
    weights = np.array(weights)
    value, error, degrees, means, covariance = clustered(frame, "yes ~ C(cell) - 1", weights)
    reach = stats.t.ppf(0.975, degrees)
    ends = [score(mean, variance, reach) for mean, variance in zip(means, np.diag(covariance))]
    deviations = np.sqrt(np.diag(covariance))
    # Of the weighted shares, of which one goes down when the other goes up where weights differ in sign.
    correlation = covariance / np.outer(deviations, deviations) * np.sign(np.outer(weights, weights))
    down = np.array([w * (m - (low if w > 0 else high)) for w, m, (low, high) in zip(weights, means, ends)])
    up = np.array([w * ((high if w > 0 else low) - m) for w, m, (low, high) in zip(weights, means, ends)])
    low, high = value - math.sqrt(down @ correlation @ down), value + math.sqrt(up @ correlation @ up)
    return [float(x) for x in (value, error, degrees, low, high)]


def mean(frame, ceiling):
    value, error, degrees, _, _ = clustered(frame, "y ~ 1", np.ones(1))
    low, high = score(value, error**2, stats.t.ppf(0.975, degrees), ceiling)
    return [float(x) for x in (value, error, degrees, low, high)]


def within(frame):
    """With a fixed effect for each cluster that is on both sides; changes of clusters differ, as their moments say."""
    sides = frame.groupby("g").after.nunique()
    frame = frame[frame.g.isin(sides[sides == 2].index)].reset_index(drop=True)
    fit = smf.ols("y ~ after + C(g)", frame).fit()
    names = fit.model.exog_names
    weights = np.array([float(name == "after") for name in names])
    value, error, _, _, _ = clustered(frame, "y ~ after + C(g)", weights, 0)
    x, after, y = fit.model.exog, frame.after.to_numpy(float), frame.y.to_numpy()
    same = np.equal.outer(frame.g.to_numpy(), frame.g.to_numpy())
    ofPosts = smf.ols("y ~ C(g):C(after)", frame).fit().mse_resid
    spread = after - frame.groupby("g").after.transform("mean").to_numpy()
    scores = pd.Series(spread * (y - value * spread)).groupby(frame.g).sum()
    shares = pd.Series(spread**2).groupby(frame.g).sum()
    ofChanges = max(0, ((scores**2).sum() - ofPosts * shares.sum()) / (shares**2).sum())
    omega = ofPosts * np.eye(len(y)) + ofChanges * np.where(same, np.outer(after, after), 0)
    bread = np.linalg.inv(x.T @ x)
    hat = np.eye(len(x)) - x @ bread @ x.T
    columns = []
    for g in frame.g.unique():
        own = (frame.g == g).to_numpy()
        columns.append(hat[:, own] @ power(hat[np.ix_(own, own)], -0.5) @ x[own] @ bread @ weights)
    gram = np.array(columns) @ omega @ np.array(columns).T
    degrees = np.trace(gram) ** 2 / np.trace(gram @ gram)
    reach = stats.t.ppf(0.975, degrees) * error
    return [float(x) for x in (fit.params["after"], error, degrees, value - reach, value + reach)]


class Mulberry32:
    """src/random.ts."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((self.state ^ (self.state >> 15)) * (self.state | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & 0xFFFFFFFF
        return (t ^ (t >> 14)) / 4294967296

    def normal(self):
        return math.sqrt(-2 * math.log(1 - self.next())) * math.cos(2 * math.pi * self.next())


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


def covariance(times, rho):
    return rho ** np.abs(np.subtract.outer(times, times)) / (1 - rho**2)


def generalised(x, y, times, v):
    """Generalised least squares with the whole covariance matrix: coefficients, variance, (X'WX)^-1, restricted likelihood."""
    w = np.linalg.inv(v)
    information = x.T @ w @ x
    b = np.linalg.solve(information, x.T @ w @ y)
    degrees = len(y) - x.shape[1]
    variance = (y - x @ b) @ w @ (y - x @ b) / degrees
    determinants = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
    return b, variance, np.linalg.inv(information), -0.5 * (degrees * math.log(variance) + determinants)


GRID = -np.cos((np.arange(61) + 0.5) * math.pi / 61)


def likelihoods_of(x, y, times):
    return np.array([generalised(x, y, times, covariance(times, rho))[3] for rho in GRID])


def likely_of(likelihoods):
    weights = np.exp(likelihoods - likelihoods.max())
    return math.tanh(weights @ np.arctanh(GRID) / weights.sum())


def most_likely(x, y, times):
    top = likelihoods_of(x, y, times).argmax()
    found = optimize.minimize_scalar(
        lambda rho: -generalised(x, y, times, covariance(times, rho))[3],
        bounds=(GRID[max(0, top - 1)], GRID[min(60, top + 1)]),
        method="bounded",
        options={"xatol": 1e-12},
    )
    return float(found.x)


def critical_values(x, times, truth, series=400, seed=20210501):
    """Of series that come about with the covariance `truth`, fitted by the autoregression that is most likely."""
    random, root = Mulberry32(seed), np.linalg.cholesky(truth)
    every = [covariance(times, rho) for rho in GRID]
    shifts, widths = [], []
    for _ in range(series):
        simulated = root @ np.array([random.normal() for _ in times])
        right = generalised(x, simulated, times, truth)
        best = max((generalised(x, simulated, times, v) for v in every), key=lambda fit: fit[3])
        unit = np.sqrt(right[1] * np.diag(right[2]))
        shifts.append((best[0] - right[0]) / unit)
        widths.append(np.sqrt(best[1] * np.diag(best[2])) / unit)
    t, shifts, widths = stats.t(len(times) - x.shape[1]), np.array(shifts), np.array(widths)

    def critical(j):
        def held(reach):
            near, far = reach * widths[:, j] - shifts[:, j], -reach * widths[:, j] - shifts[:, j]
            return np.mean(t.cdf(near) - t.cdf(far)) - 0.95

        return optimize.brentq(held, 0.1, 50, xtol=1e-13)

    return [critical(j) for j in range(x.shape[1])]


def difference_covariance(x, times, series):
    """Of the first series less the second, autoregressive each by its likely autocorrelation, what is new in a period correlated."""
    rhos, fresh = [], []
    for y in series:
        rho = likely_of(likelihoods_of(x, y, times))
        b = generalised(x, y, times, covariance(times, most_likely(x, y, times)))[0]
        residuals, carried = y - x @ b, np.append(0, rho ** np.diff(times))
        scale = np.sqrt((1 - rho**2) / (1 - carried**2))
        rhos.append(rho)
        fresh.append(scale * (residuals - carried * np.append(0, residuals[:-1])))
    s = np.array(fresh) @ np.array(fresh).T / (len(times) - x.shape[1])
    a, b = (rho ** np.abs(np.subtract.outer(times, times)) for rho in rhos)
    together = s[0, 1] / (1 - rhos[0] * rhos[1])
    return s[0, 0] * a / (1 - rhos[0] ** 2) + s[1, 1] * b / (1 - rhos[1] ** 2) - together * (a + b)


def drift_under_noise(x, y, times, noise, highest):
    """Of the drifts that are likely enough, that with the least certain slope; the scale is known."""
    found, degrees = [], len(y) - x.shape[1]
    for rho in (0, 0.2, 0.4, 0.55, 0.7, 0.8, 0.87, 0.93, 0.97):
        for ratio in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4):
            v = ratio * noise.mean() * rho ** np.abs(np.subtract.outer(times, times)) + np.diag(noise)
            _, variance, inverse, likelihood = generalised(x, y, times, v)
            known = likelihood + degrees / 2 * (math.log(variance) - variance + 1)
            found.append((known, inverse[-1, -1], v))
    best = max(highest, max(known for known, _, _ in found))
    among = [(spread, v) for known, spread, v in found if known >= best - 0.5]
    return max(among, key=lambda one: one[0])[1] if among else None


def autoregression(x, y, times, parts=None, noise=None):
    likelihoods = likelihoods_of(x, y, times)
    likely, best = likely_of(likelihoods), most_likely(x, y, times)
    b, variance, inverse, _ = generalised(x, y, times, covariance(times, best))
    among = np.append(GRID[likelihoods >= likelihoods.max() - 1], likely)
    truths = [covariance(times, rho) for rho in (among.min(), likely, among.max())]
    two = None
    if parts is not None:
        two = difference_covariance(x, times, parts)
        if generalised(x, y, times, two)[3] >= likelihoods.max() - 1.5:
            truths.append(two)
    drift = None if noise is None else drift_under_noise(x, y, times, noise, likelihoods.max())
    if drift is not None:
        truths.append(drift)
    criticals = [critical_values(x, times, truth) for truth in truths]
    return {
        "autocorrelation": best,
        "likely": likely,
        "plausible": [float(among.min()), float(among.max())],
        "coefficients": b.tolist(),
        "errors": np.sqrt(variance * np.diag(inverse)).tolist(),
        "critical": np.max(criticals, axis=0).tolist(),
        "widest": np.argmax(criticals, axis=0).tolist(),
    }


def segments(index):
    after = (index >= 0).astype(float)
    return np.column_stack([np.ones(len(index)), index, after, index * after])


if __name__ == "__main__":
    every = posts()
    brand = every[every.control == 0]
    before = brand[brand.after == 0]
    print("mean", estimate(before, "y ~ 1", "Intercept"))
    print("difference", estimate(brand, "y ~ after", "after"))
    print("against controls", estimate(every, "y ~ after * brand", "after:brand"))
    print("difference, independent posts", estimate(brand, "y ~ after", "after", 0))
    print("mean of amounts", mean(before, math.inf))
    print("mean of parts", mean(before.assign(y=before.y / 3), 1))
    print("within accounts", within(brand))
    print("within accounts, more apart", within(brand.assign(y=brand.y + brand.after * (brand.g % 3) * 0.5)))
    print("share", shares(before, [1]))
    print("difference of shares", shares(brand, [-1, 1]))
    print("shares against controls", shares(every, [-1, 1, 1, -1]))
    print("bootstrap", bootstrap(brand, "y ~ after", "after", 3))
    print("bootstrap against controls", bootstrap(every, "y ~ after * brand", "after:brand", 3))
    print("lift", lift(np.array([[100] * 8, [20] * 8, [10] * 8, [5, 6, 7, 8, 5, 6, 7, 8]])))
    index = np.arange(40) - 18
    i = np.arange(40)
    values = ((13 * i + i * i) % 17) / 17 + 0.02 * i + np.where(index >= 0, 0.5, 0)
    print("series", autoregression(segments(index), values, index))
    # One period in five has no post.
    kept = i % 5 != 3
    print("gaps", autoregression(segments(index[kept]), values[kept], index[kept]))
    noise = 0.05 + 0.02 * (i % 4)
    slow = np.cumsum(((7 * i + i * i) % 13) / 13 - 0.45)
    print("noise", autoregression(segments(index), values + 0.4 * np.sin(i / 3), index, None, noise))
    # Two series, one of which drifts slowly.
    own = slow + np.where(index >= 0, 0.4, 0)
    other = ((11 * i + 3 * i * i) % 17) / 17 + 0.01 * i
    print("controls", autoregression(segments(index), own - other, index, [own, other]))
    some = index[kept]
    print("controls, gaps", autoregression(segments(some), (own - other)[kept], some, [own[kept], other[kept]]))
