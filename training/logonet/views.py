"""Views of logos as the embedding sees them: crops by the crop rule, from boxes that are a little off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .artwork import print_logo
from .camera import expose, hide, homography, lay, place
from .crops import GREY, crop
from .identities import Identity

SMALLEST, LARGEST = 22, 160
"""Longest side of a logo in its photo, px."""
BOX_ERROR = 0.06
"""Standard deviation of each side of the box, as a share of the box."""


@dataclass(frozen=True)
class Photographs:
    kinds: tuple[list[np.ndarray], ...]
    """Shops and everyday scenes, drawn equally often, however many photos each has."""

    def patch(self, side: int, rng: np.random.Generator) -> np.ndarray:
        """A square piece of a photo, uint8 RGB [side,side,3]."""
        kind = self.kinds[rng.integers(len(self.kinds))]
        photo = kind[rng.integers(len(kind))]
        height, width = photo.shape[:2]
        size = int(min(height, width) * rng.uniform(0.15, 0.95))
        x, y = rng.integers(0, width - size + 1), rng.integers(0, height - size + 1)
        return crop(photo, shrunk(x, y, size), side)


def shrunk(x: int, y: int, size: int) -> tuple[float, float, float, float]:
    """The box whose crop is exactly this square."""
    edge = size * 0.08 / 1.16
    return (x + edge, y + edge, x + size - edge, y + size - edge)


def view_of(logo: Identity, photographs: Photographs, side: int, rng: np.random.Generator) -> np.ndarray:
    """One photo of a logo, cropped: uint8 RGB [side,side,3]."""
    longest = float(np.exp(rng.uniform(np.log(SMALLEST), np.log(LARGEST))))
    canvas = int(longest * 1.9) + 8
    while True:
        ground = photographs.patch(canvas, rng) if rng.random() < 0.75 else plain(canvas, rng)
        art = print_logo(logo, max(16, int(longest)), rng)
        bend = rng.uniform(0.1, 0.75) if rng.random() < 0.2 else 0.0
        seen = place(art, homography(art.shape[:2], (canvas / 2, canvas / 2), longest, rng), (canvas, canvas), bend)
        left, top, right, bottom = seen.box
        if right - left > 4 and bottom - top > 2:
            break
    lay(ground, seen, rng)
    if rng.random() < 0.2:
        hide(ground, seen, photographs.patch(max(8, canvas // 2), rng), rng)
    photo = expose(ground, rng, softness=max(0.3, longest / 130))
    off = rng.normal(0, BOX_ERROR, 4) * np.array([right - left, bottom - top, right - left, bottom - top])
    return crop(photo, (left + off[0], top + off[1], right + off[2], bottom + off[3]), side)


def plain(side: int, rng: np.random.Generator) -> np.ndarray:
    """A plain ground: white, black, grey or a colour, as on packages and web pages."""
    kind = rng.random()
    colour = (
        np.full(3, 250) if kind < 0.4 else np.full(3, rng.integers(0, 256)) if kind < 0.6 else rng.integers(0, 256, 3)
    ).astype(np.uint8)
    return np.broadcast_to(colour, (side, side, 3)).copy()


def product_view(photo: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
    """The middle of a photo of a product, a little off and a little turned in light."""
    height, width = photo.shape[:2]
    size = min(height, width) * rng.uniform(0.6, 1.0)
    x = (width - size) / 2 + rng.normal(0, 0.05) * width
    y = (height - size) / 2 + rng.normal(0, 0.05) * height
    return expose(crop(photo, shrunk(int(x), int(y), int(size)), side), rng, softness=0.7)


def scenery(photographs: Photographs, side: int, rng: np.random.Generator) -> np.ndarray:
    """A crop without a logo: a piece of a photo, sometimes a plain ground with a shape on it, exposed like the others."""
    patch = photographs.patch(side, rng)
    if rng.random() < 0.1:
        patch[rng.integers(0, side // 2) :, :] = GREY
    return expose(patch, rng)
