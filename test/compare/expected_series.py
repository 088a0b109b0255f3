"""Prints what series.test.ts expects of intervals over time, computed with whole covariance matrices.

pip install statsmodels==0.14.* && python test/compare/expected_series.py
"""

import math

import numpy as np
from scipy import optimize, stats

from mulberry32 import Mulberry32


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
    among = [(spread, v) for known, spread, v in found if known >= best - 0.75]
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
    index = np.arange(40) - 18
    i = np.arange(40)
    values = ((13 * i + i * i) % 17) / 17 + 0.02 * i + np.where(index >= 0, 0.5, 0)
    print("series", autoregression(segments(index), values, index))
    # One period in five has no post.
    kept = i % 5 != 3
    print("gaps", autoregression(segments(index[kept]), values[kept], index[kept]))
    noise = 0.025 + 0.01 * (i % 4)
    slow = np.cumsum(((7 * i + i * i) % 13) / 13 - 0.45)
    print("noise", autoregression(segments(index), values + 0.4 * np.sin(i / 3), index, None, noise))
    # Two series, one of which drifts slowly.
    own = slow + np.where(index >= 0, 0.4, 0)
    other = ((11 * i + 3 * i * i) % 17) / 17 + 0.01 * i
    print("controls", autoregression(segments(index), own - other, index, [own, other]))
    some = index[kept]
    print("controls, gaps", autoregression(segments(some), (own - other)[kept], some, [own[kept], other[kept]]))
