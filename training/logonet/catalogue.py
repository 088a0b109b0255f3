"""The identities that are trained on and those held out, made from the material by a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .identities import Identity, invented_word, lockup, symbol, wordmark
from .material import Icon, fonts, icons, photographs, read
from .settings import Folders, Settings
from .unseen_brands import is_unseen, unseen_brands
from .views import Photographs

HELD_OUT_ICONS = 0.1
HELD_OUT_PRODUCTS = 8


@dataclass(frozen=True)
class Catalogue:
    trained: list[Identity]
    held_out: list[Identity]
    trained_products: dict[str, list[np.ndarray]]
    held_out_products: dict[str, list[np.ndarray]]
    photographs: Photographs
    left_out: list[str]
    """Titles of icons that were not used, as they belong to brands that are measured on."""


def catalogue(folders: Folders, settings: Settings) -> Catalogue:
    """Same seed and same packages: same catalogue."""
    rng = np.random.default_rng(settings.seed)
    unseen = unseen_brands(folders.truth)
    found, left_out = icons(folders.packages / "simple-icons", unseen)
    found = [found[i] for i in rng.permutation(len(found))][: settings.icons]
    faces = fonts(folders.packages / "@fontsource")
    cut = max(2, round(len(found) * HELD_OUT_ICONS))
    words = [icon.title for icon in found if len(icon.title) <= 14]
    products = {path.name: [read(p, 200) for p in sorted(path.glob("*.jpg"))] for path in sorted(folders.products.iterdir())}
    names = sorted(products)
    # The last names in a shuffled order, so that held-out classes are of several makers.
    names = [names[i] for i in rng.permutation(len(names))]
    return Catalogue(
        trained=identities(found[cut:], words, faces, settings.wordmarks, unseen, rng),
        held_out=identities(found[:cut], words, faces, max(2, round(settings.wordmarks * HELD_OUT_ICONS)), unseen, rng),
        trained_products={name: products[name] for name in names[HELD_OUT_PRODUCTS:]},
        held_out_products={name: products[name] for name in names[:HELD_OUT_PRODUCTS]},
        photographs=Photographs(tuple(photographs(folders.backgrounds, kind) for kind in ("grocery_*.jpg", "coco_*.jpg"))),
        left_out=left_out,
    )


def identities(
    found: list[Icon], words: list[str], faces: list[bytes], wordmarks: int, unseen: set[str], rng: np.random.Generator
) -> list[Identity]:
    """A symbol of three icons in four, a lockup of the fourth, and wordmarks of titles and invented names."""
    made: list[Identity] = []
    for icon in found:
        face = faces[rng.integers(len(faces))]
        if rng.random() < 0.25 and len(icon.title) <= 16:
            made.append(lockup(icon, icon.title if rng.random() < 0.5 else invented_word(rng), face, rng))
        else:
            made.append(symbol(icon, rng))
    while wordmarks > 0:
        word = words[rng.integers(len(words))] if rng.random() < 0.4 else invented_word(rng)
        if not is_unseen(word, unseen):
            made.append(wordmark(word, faces[rng.integers(len(faces))], rng))
            wordmarks -= 1
    return made
