"""Brands that are measured on: nothing of them is ever trained on."""

from __future__ import annotations

import json
import re
from pathlib import Path

FLICKRLOGOS_27 = (
    "Adidas", "Apple", "BMW", "Citroen", "Coca-Cola", "DHL", "FedEx", "Ferrari", "Ford", "Google", "Heineken", "HP", "Intel",
    "McDonald's", "MINI", "NBC", "Nike", "Pepsi", "Porsche", "Puma", "Red Bull", "Sprite", "Starbucks", "Texaco", "Unicef",
    "Vodafone", "Yahoo",
)  # fmt: skip
"""The classes of FlickrLogos-27 (Kalantidis et al. 2011); ../shared/data/flickrlogos has half of them."""


def key(name: str) -> str:
    """A name without what spellings differ in: `Coca-Cola` and `Cocacola` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def unseen_brands(truth: Path | None) -> set[str]:
    """Keys of all brands to leave out: those of FlickrLogos-27, and whatever ground_truth.json names."""
    names = set(FLICKRLOGOS_27)
    if truth is not None and truth.exists():
        for photo in json.loads(truth.read_text()):
            names.update(photo["brands"])
    return {key(name) for name in names}


def is_unseen(title: str, brands: set[str]) -> bool:
    """Whether a title names such a brand: as a whole, as its first words (`Google Maps`), or as one of its words.

    Of a one-word brand shorter than four letters (`HP`) only the whole title or its first word counts.
    """
    words = [key(word) for word in re.split(r"[\s/]+", title) if key(word)]
    heads = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    return bool(heads & brands) or any(word in brands for word in words if len(word) > 3)
