"""Prints what within-accounts.test.ts expects of the difference within accounts, computed another way: dense matrices and statsmodels.

pip install statsmodels==0.14.* && python test/compare/expected_within.py
"""

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats

from expected import clustered, posts, power


def within(frame):
    """With a fixed effect for each cluster that is on both sides; changes of clusters differ, as their moments say."""
    sides = frame.groupby("g").after.nunique()
    frame = frame[frame.g.isin(sides[sides == 2].index)].reset_index(drop=True)
    fit = smf.ols("y ~ after + C(g)", frame).fit()
    names = fit.model.exog_names
    weights = np.array([float(name == "after") for name in names])
    value, error = clustered(frame, "y ~ after + C(g)", weights, 0)[:2]
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


if __name__ == "__main__":
    every = posts()
    brand = every[every.control == 0]
    print("within accounts", within(brand))
    print("within accounts, more apart", within(brand.assign(y=brand.y + brand.after * (brand.g % 3) * 0.5)))
