"""Photos with logos in them, and with what only looks like one: material of the region network."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .artwork import print_logo
from .camera import Seen, expose, hide, homography, lay, place
from .identities import Identity, any_colour, contrasting
from .views import Photographs, plain

SMALLEST = 14
LARGEST_SHARE = 0.9
"""Longest sides of logos: from 14 px to nine tenths of the scene."""


@dataclass(frozen=True)
class Scene:
    pixels: np.ndarray
    """uint8 RGB [side,side,3]."""
    boxes: np.ndarray
    """float32 [n,4], xyxy px."""


def scene(logos: list[Identity], photographs: Photographs, side: int, rng: np.random.Generator) -> Scene:
    """A photo with none (15 %) to five logos, some printed several times, hardly overlapping."""
    view = ground(photographs, side, rng)
    boxes: list[tuple[float, float, float, float]] = []
    for _ in range(int(rng.choice([0, 0, 1, 2]))):
        distract(view, rng)
    count = 0 if rng.random() < 0.15 else int(rng.choice([1, 1, 2, 3, 5]))
    logo = logos[rng.integers(len(logos))]
    for _ in range(count):
        if rng.random() < 0.7:
            logo = logos[rng.integers(len(logos))]
        longest = float(np.exp(rng.uniform(np.log(SMALLEST), np.log(side * LARGEST_SHARE))))
        art = print_logo(logo, max(16, int(longest)), rng)
        centre = (rng.uniform(0.05, 0.95) * side, rng.uniform(0.05, 0.95) * side)
        bend = rng.uniform(0.1, 0.75) if rng.random() < 0.2 else 0.0
        seen = place(art, homography(art.shape[:2], centre, longest, rng), (side, side), bend)
        if not worth_finding(seen, longest, boxes):
            continue
        before = view.copy()
        lay(view, seen, rng)
        if not visible(before, view, seen):
            view[:] = before
            continue
        if rng.random() < 0.15:
            hide(view, seen, photographs.patch(max(8, int(longest)), rng), rng)
        boxes.append(seen.box)
    pixels = expose(view, rng, softness=side / 400)
    return Scene(pixels, np.array(boxes, np.float32).reshape(-1, 4))


def ground(photographs: Photographs, side: int, rng: np.random.Generator) -> np.ndarray:
    """A photo; one in eight is two photos, a collage or a plain page."""
    if rng.random() > 0.12:
        return photographs.patch(side, rng)
    if rng.random() < 0.5:
        return plain(side, rng)
    cut = int(side * rng.uniform(0.3, 0.7))
    view = photographs.patch(side, rng)
    view[:, cut:] = photographs.patch(side, rng)[:, cut:]
    return view


def worth_finding(seen: Seen, longest: float, boxes: list[tuple[float, float, float, float]]) -> bool:
    """Not mostly outside the photo, and not over another logo."""
    left, top, right, bottom = seen.box
    if max(right - left, bottom - top) < max(8.0, 0.55 * longest) or min(right - left, bottom - top) < 4:
        return False
    area = (right - left) * (bottom - top)
    for a, b, c, d in boxes:
        shared = max(0.0, min(right, c) - max(left, a)) * max(0.0, min(bottom, d) - max(top, b))
        if shared > 0.1 * min(area, (c - a) * (d - b)):
            return False
    return True


def visible(before: np.ndarray, after: np.ndarray, seen: Seen, least: float = 18.0) -> bool:
    """Whether ink differs from what it lies on by `least` of 255 on average: black on black can't be found by anyone."""
    ink = seen.rgba[:, :, 3] > 60
    return bool(ink.any()) and float(np.abs(after[ink].astype(np.int16) - before[ink]).mean()) >= least


def distract(view: np.ndarray, rng: np.random.Generator) -> None:
    """Something printed that is no logo (in place): a blank plate, a disc, stripes, a block of small text."""
    side = view.shape[0]
    size = int(np.exp(rng.uniform(np.log(20), np.log(side * 0.5))))
    art = np.zeros((size, int(size * rng.uniform(0.5, 2)) + 4, 4), np.uint8)
    colour = any_colour(rng)
    kind = rng.integers(4)
    if kind == 0:
        art[:] = (*colour, 255)
    elif kind == 1:
        cv2.ellipse(
            art,
            (art.shape[1] // 2, size // 2),
            (art.shape[1] // 2, size // 2),
            0,
            0,
            360,
            (*colour, 255),
            -1,
            cv2.LINE_AA,
        )
    elif kind == 2:
        art[:] = (*colour, 255)
        art[(np.arange(size) // max(2, size // 8)) % 2 == 0] = (*contrasting(colour, rng), 255)
    else:
        art[:, :, 3] = 255
        art[:, :, :3] = small_text((art.shape[0], art.shape[1]), rng)
    centre = (rng.uniform(0, side), rng.uniform(0, side))
    lay(view, place(art, homography(art.shape[:2], centre, float(max(art.shape)), rng), (side, side), 0.0), rng)


def small_text(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Lines of letters, far smaller than a name on a sign: uint8 RGB."""
    page = Image.new("RGB", (size[1], size[0]), (245, 245, 240))
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=max(6, size[0] // 9))
    letters = "abcdefghiklmnoprstuvwy    "
    for line in range(0, size[0], max(7, size[0] // 7)):
        draw.text((3, line), "".join(letters[i] for i in rng.integers(0, len(letters), 60)), fill=(40, 40, 40), font=font)
    return np.asarray(page)
