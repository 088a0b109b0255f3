"""The region network: Lite0, a feature pyramid down to stride 8, and at every cell a logo-ness and a box."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .trunk import Lite0, pretrained

STRIDE = 8
WIDTH = 64
LEVELS = (40, 112, 320)
"""Channels after blocks 4, 10 and 15: strides 8, 16 and 32."""


def separable(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 5, padding=2, groups=channels), nn.Conv2d(channels, channels, 1), nn.ReLU6()
    )


class RegionHead(nn.Module):
    """From the trunk's three levels to score logits [n,1,h,w] and distances [n,4,h,w] in px, h and w of stride 8."""

    def __init__(self) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(channels, WIDTH, 1) for channels in LEVELS)
        self.smooth = nn.ModuleList(separable(WIDTH) for _ in LEVELS)
        self.tower = nn.Sequential(separable(WIDTH), separable(WIDTH))
        self.score = nn.Conv2d(WIDTH, 1, 1)
        self.box = nn.Conv2d(WIDTH, 4, 1)
        nn.init.constant_(self.score.bias, -4.6)
        nn.init.zeros_(self.box.weight)
        nn.init.constant_(self.box.bias, 1.0)

    def forward(self, levels: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        x: Tensor | None = None
        for number in (2, 1, 0):
            y = self.lateral[number](levels[number])
            if x is not None:
                y = y + nn.functional.interpolate(x, scale_factor=2.0, mode="nearest")
            x = self.smooth[number](y)
        assert x is not None
        x = x + self.tower(x)
        return self.score(x), self.box(x).clamp(-2.0, 4.7).exp() * STRIDE


class Regions(nn.Module):
    """pixels [n,3,H,W], RGB 0-255, sides multiples of 32, to score [n,1,H/8,W/8] in 0..1 and box [n,4,H/8,W/8] in px."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk: Lite0 = pretrained()
        self.head = RegionHead()

    def levels(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        fine = self.trunk.blocks(self.trunk.stem(pixels), 0, 5)
        middle = self.trunk.blocks(fine, 5, 11)
        return fine, middle, self.trunk.blocks(middle, 11, 16)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        score, box = self.head(self.levels(pixels))
        return score.sigmoid(), box


def cell_centres(height: int, width: int) -> Tensor:
    """[2,height,width]: x and y of each cell's centre, px."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return (torch.stack([x, y]).float() + 0.5) * STRIDE
