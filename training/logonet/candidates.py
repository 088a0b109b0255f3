"""Boxes out of the region network's maps, and how many logos they find."""

from __future__ import annotations

import numpy as np

from .regions_net import STRIDE


def candidates(score: np.ndarray, box: np.ndarray, count: int, least_iou: float = 0.5) -> np.ndarray:
    """The best boxes after non-maximum suppression: float32 [k,5], xyxy in px and score, best first.

    score [h,w], box [4,h,w] as the network gives them for one image.
    """
    width = score.shape[1]
    order = np.argsort(-score, axis=None)[: 100 * count]
    row, column = order // width, order % width
    x, y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
    left, top, right, bottom = box[:, row, column]
    boxes = np.stack([x - left, y - top, x + right, y + bottom, score[row, column]], 1)
    kept: list[np.ndarray] = []
    for one in boxes:
        if len(kept) == count:
            break
        if not kept or iou(one[None, :4], np.stack(kept)[:, :4]).max() < least_iou:
            kept.append(one)
    return np.stack(kept).astype(np.float32) if kept else np.zeros((0, 5), np.float32)


def iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """[n,4] and [m,4], xyxy, to [n,m]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(2)
    return shared / np.maximum(1e-9, area(a)[:, None] + area(b)[None, :] - shared)


def area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def recall(found: list[np.ndarray], truth: list[np.ndarray], count: int, least_iou: float = 0.5) -> float:
    """Share of true boxes that one of the first `count` candidates of their image covers."""
    hits, total = 0, 0
    for boxes, true in zip(found, truth, strict=True):
        total += len(true)
        if len(true) and len(boxes):
            hits += int((iou(true, boxes[:count, :4]).max(1) >= least_iou).sum())
    return hits / max(1, total)
