"""Held-out logos and products, for choosing between networks: never trained on, and not the evaluation set either.

Every identity gives 5 crops as references and some as queries; scenery gives crops that no brand may claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .catalogue import Catalogue
from .views import product_view, scenery, view_of

REFERENCES, QUERIES = 5, 3
LOGOS, SCENES = 240, 1200


@dataclass(frozen=True)
class HeldOut:
    crops: np.ndarray
    """uint8 [n,side,side,3]."""
    labels: np.ndarray
    """int32 [n]; -1 for scenery."""
    is_reference: np.ndarray
    """bool [n]."""


@dataclass(frozen=True)
class Score:
    top1: float
    """Share of queries whose nearest reference is of their own identity."""
    found: float
    """Share of queries that are right and above the similarity that 1 % of the scenery crops reach."""
    wrong: float
    """Share of queries that are wrong and above it."""


def held_out(source: Catalogue | None, side: int, path: Path) -> HeldOut:
    """Rendered once by a fixed seed, then read; without a source it has to be there."""
    if not path.exists():
        if source is None:
            raise FileNotFoundError(f"{path}: not rendered yet")
        rng = np.random.default_rng(99)
        crops, labels, references = [], [], []
        for label, logo in enumerate(source.held_out[:: max(1, len(source.held_out) // LOGOS)][:LOGOS]):
            for view in range(REFERENCES + QUERIES):
                crops.append(view_of(logo, source.photographs, side, rng))
                labels.append(label)
                references.append(view < REFERENCES)
        for number, name in enumerate(sorted(source.held_out_products)):
            for view, photo in enumerate(source.held_out_products[name]):
                crops.append(product_view(photo, side, rng))
                labels.append(10_000 + number)
                references.append(view < REFERENCES)
        for _ in range(SCENES):
            crops.append(scenery(source.photographs, side, rng))
            labels.append(-1)
            references.append(False)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, crops=np.stack(crops), labels=np.array(labels, np.int32), references=np.array(references))
    stored = np.load(path)
    return HeldOut(stored["crops"], stored["labels"], stored["references"])


def score(labels: np.ndarray, is_reference: np.ndarray, vectors: np.ndarray, false_alarms: float = 0.01) -> Score:
    """vectors: unit length [n,d]. An identity's similarity is that of its nearest reference."""
    names = np.unique(labels[is_reference])
    queries = ~is_reference & (labels >= 0)
    similarities = vectors @ vectors[is_reference].T
    owners = labels[is_reference]
    best = np.stack([similarities[:, owners == name].max(1) for name in names], 1)
    threshold = np.quantile(best[labels < 0].max(1), 1 - false_alarms)
    right = names[best[queries].argmax(1)] == labels[queries]
    above = best[queries].max(1) > threshold
    return Score(float(right.mean()), float((right & above).mean()), float((~right & above).mean()))


def measure(embed: Callable[[np.ndarray], np.ndarray], material: HeldOut) -> dict[str, Score]:
    """Logos and products apart: products are photographs, so they show whether the network still knows those."""
    vectors = embed(material.crops)
    logo = material.labels < 10_000
    product = (material.labels >= 10_000) | (material.labels < 0)
    return {
        name: score(material.labels[kept], material.is_reference[kept], vectors[kept])
        for name, kept in (("logos", logo), ("products", product))
    }
