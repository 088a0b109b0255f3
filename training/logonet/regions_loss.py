"""What cells of the region network should say, and how far they are from it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .regions_net import STRIDE, cell_centres

CENTRE, EDGE = 0.25, 0.5
"""Cells within a quarter of a box's sides from its centre are to find it; those further in the box are not asked."""


@dataclass(frozen=True)
class Targets:
    positive: Tensor
    """bool [n,h,w]."""
    ignored: Tensor
    """bool [n,h,w]."""
    distances: Tensor
    """[n,4,h,w], px: left, top, right, bottom from the cell's centre to its box."""

    def to(self, device: torch.device) -> Targets:
        return Targets(self.positive.to(device), self.ignored.to(device), self.distances.to(device))


def targets(boxes: list[Tensor], height: int, width: int) -> Targets:
    """Small boxes win where boxes overlap; the cell that holds a box's centre always counts."""
    x, y = cell_centres(height, width)
    positive = torch.zeros(len(boxes), height, width, dtype=torch.bool)
    ignored = torch.zeros_like(positive)
    distances = torch.ones(len(boxes), 4, height, width)
    for number, found in enumerate(boxes):
        order = torch.argsort(-(found[:, 2] - found[:, 0]) * (found[:, 3] - found[:, 1]))
        for left, top, right, bottom in found[order].tolist():
            across = ((x - (left + right) / 2) / max(1.0, right - left)).abs()
            down = ((y - (top + bottom) / 2) / max(1.0, bottom - top)).abs()
            inside = (across < CENTRE) & (down < CENTRE)
            column = min(width - 1, max(0, int((left + right) / 2 / STRIDE)))
            row = min(height - 1, max(0, int((top + bottom) / 2 / STRIDE)))
            inside[row, column] = True
            ignored[number] |= (across < EDGE) & (down < EDGE)
            positive[number] |= inside
            box = torch.stack([x - left, y - top, right - x, bottom - y]).clamp(min=0.5)
            distances[number] = torch.where(inside, box, distances[number])
    return Targets(positive, ignored & ~positive, distances)


def overlap(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and GIoU (Rezatofighi et al. 2019) of boxes given as distances [k,4] from one point."""
    area_a = (a[:, 0] + a[:, 2]) * (a[:, 1] + a[:, 3])
    area_b = (b[:, 0] + b[:, 2]) * (b[:, 1] + b[:, 3])
    least, most = torch.minimum(a, b), torch.maximum(a, b)
    shared = (least[:, 0] + least[:, 2]) * (least[:, 1] + least[:, 3])
    union = area_a + area_b - shared
    hull = (most[:, 0] + most[:, 2]) * (most[:, 1] + most[:, 3])
    iou = shared / union
    return iou, iou - (hull - union) / hull


def region_loss(score: Tensor, box: Tensor, wanted: Targets) -> Tensor:
    """Quality focal loss (Li et al. 2020, eq. 4; beta 2), where the quality is the IoU, and GIoU of the boxes.

    score: logits [n,1,h,w]; box: distances [n,4,h,w], px.
    """
    positive = wanted.positive
    found = box.permute(0, 2, 3, 1)[positive]
    iou, giou = overlap(found, wanted.distances.permute(0, 2, 3, 1)[positive])
    quality = torch.zeros_like(score[:, 0])
    # At least a half, so that a net that can't draw boxes yet still learns where logos are.
    quality[positive] = iou.detach().clamp(min=0.5)
    logits = score[:, 0]
    focal = torch.nn.functional.binary_cross_entropy_with_logits(logits, quality, reduction="none")
    focal = focal * (quality - logits.sigmoid()).abs() ** 2
    count = positive.sum().clamp(min=1)
    return (focal * ~wanted.ignored).sum() / count + 2.0 * (1 - giou).sum() / count
