"""The crop rule that training, measuring and recognition share."""

from __future__ import annotations

import math

import cv2
import numpy as np

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

GREY = 114
GROW = 0.08


def crop(picture: np.ndarray, box: Box, side: int) -> np.ndarray:
    """A square crop for the embedding: the box grown by 8 % on each side, the shorter side grown about its centre.

    picture: uint8 RGB [H,W,3]; result: uint8 RGB [side,side,3]. What lies outside the picture is grey.
    """
    left, top, right, bottom = box
    half = max(right - left, bottom - top) * (0.5 + GROW)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    x0, y0 = math.floor(middle_x - half), math.floor(middle_y - half)
    size = max(1, math.ceil(2 * half))
    height, width = picture.shape[:2]
    square = np.full((size, size, 3), GREY, np.uint8)
    a, b = max(0, x0), max(0, y0)
    c, d = min(width, x0 + size), min(height, y0 + size)
    if c > a and d > b:
        square[b - y0 : d - y0, a - x0 : c - x0] = picture[b:d, a:c]
    way = cv2.INTER_AREA if size > side else cv2.INTER_LINEAR
    return cv2.resize(square, (side, side), interpolation=way)
