"""Prints what estimators.test.ts and series.test.ts expect of intervals, computed another way: dense matrices, statsmodels and SciPy.

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
    return frame


def power(matrix, exponent):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values**exponent) @ vectors.T


def bell_mccaffrey(frame, formula, name):
    """CR2, Satterthwaite's degrees of freedom and the interval, from the definitions of Bell & McCaffrey (2002)."""
    fit = smf.ols(formula, frame).fit()
    x, e, j = fit.model.exog, fit.resid.to_numpy(), fit.model.exog_names.index(name)
    bread = np.linalg.inv(x.T @ x)
    hat = np.eye(len(x)) - x @ bread @ x.T
    columns = []
    for g in frame.g.unique():
        own = (frame.g == g).to_numpy()
        adjusted = power(hat[np.ix_(own, own)], -0.5)
        columns.append(hat[:, own] @ adjusted @ x[own] @ bread[:, j])
    columns = np.array(columns).T
    # Of y: hat is idempotent, so residuals times the rest of the score are the outcome times these columns.
    error = math.sqrt(sum((columns.T @ frame.y.to_numpy()) ** 2))
    gram = columns.T @ columns
    degrees = np.trace(gram) ** 2 / np.trace(gram @ gram)
    reach = stats.t.ppf(0.975, degrees) * error
    value = fit.params[name]
    return [float(x) for x in (value, error, degrees, value - reach, value + reach)]


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


def generalised(x, y, times, rho):
    """Generalised least squares with the whole covariance matrix: coefficients, variance, (X'WX)^-1, restricted likelihood."""
    v = covariance(times, rho)
    w = np.linalg.inv(v)
    information = x.T @ w @ x
    b = np.linalg.solve(information, x.T @ w @ y)
    degrees = len(y) - x.shape[1]
    variance = (y - x @ b) @ w @ (y - x @ b) / degrees
    determinants = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
    return b, variance, np.linalg.inv(information), -0.5 * (degrees * math.log(variance) + determinants)


def autoregression(x, y, times, series=400, seed=20210501):
    grid = -np.cos((np.arange(61) + 0.5) * math.pi / 61)
    likelihoods = np.array([generalised(x, y, times, rho)[3] for rho in grid])
    weights = np.exp(likelihoods - likelihoods.max())
    likely = math.tanh(weights @ np.arctanh(grid) / weights.sum())
    top = likelihoods.argmax()
    found = optimize.minimize_scalar(
        lambda rho: -generalised(x, y, times, rho)[3],
        bounds=(grid[top - 1], grid[top + 1]),
        method="bounded",
        options={"xatol": 1e-12},
    )
    b, variance, inverse, _ = generalised(x, y, times, found.x)
    errors = np.sqrt(variance * np.diag(inverse))
    random, root = Mulberry32(seed), np.linalg.cholesky(covariance(times, likely))
    shifts, widths = [], []
    for _ in range(series):
        simulated = root @ np.array([random.normal() for _ in times])
        right = generalised(x, simulated, times, likely)
        best = max((generalised(x, simulated, times, rho) for rho in grid), key=lambda fit: fit[3])
        unit = np.sqrt(right[1] * np.diag(right[2]))
        shifts.append((best[0] - right[0]) / unit)
        widths.append(np.sqrt(best[1] * np.diag(best[2])) / unit)
    t, shifts, widths = stats.t(len(y) - x.shape[1]), np.array(shifts), np.array(widths)

    def critical(j):
        def held(reach):
            near, far = reach * widths[:, j] - shifts[:, j], -reach * widths[:, j] - shifts[:, j]
            return np.mean(t.cdf(near) - t.cdf(far)) - 0.95

        return optimize.brentq(held, 0.1, 50, xtol=1e-13)

    return {
        "autocorrelation": float(found.x),
        "likely": likely,
        "coefficients": b.tolist(),
        "errors": errors.tolist(),
        "critical": [critical(j) for j in range(x.shape[1])],
    }


def segments(index):
    after = (index >= 0).astype(float)
    return np.column_stack([np.ones(len(index)), index, after, index * after])


if __name__ == "__main__":
    every = posts()
    brand = every[every.control == 0]
    print("mean", bell_mccaffrey(brand[brand.after == 0], "y ~ 1", "Intercept"))
    print("difference", bell_mccaffrey(brand, "y ~ after", "after"))
    print("against controls", bell_mccaffrey(every, "y ~ after * brand", "after:brand"))
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
