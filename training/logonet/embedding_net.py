"""The embedding: Lite0, pooled, plus where in the crop things are, projected on 256 dimensions of unit length."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .late_trunk import LAYOUT
from .trunk import Lite0, pretrained

DIMENSIONS = 256
WIDE, PLACES = 192, 32
"""Channels a cell that keep their place in the crop: pooling alone forgets how a logo is laid out."""


class Embedding(nn.Module):
    """side: of the input, px."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.trunk: Lite0 = pretrained()
        cells = side // 16
        self.places = nn.Sequential(
            nn.Conv2d(112, WIDE, 1),
            nn.ReLU6(),
            nn.Conv2d(WIDE, WIDE, 3, padding=1, groups=WIDE),
            nn.ReLU6(),
            nn.Conv2d(WIDE, PLACES, 1),
        )
        self.from_places = nn.Linear(PLACES * cells * cells, DIMENSIONS, bias=False)
        self.from_pooled = nn.Linear(1280, DIMENSIONS)
        nn.init.normal_(self.from_places.weight, std=0.002)

    def start_from(self, pooled: Tensor) -> None:
        """Starts as the untrained network seen along its 256 strongest directions, which keeps its cosines.

        pooled: [n,1280] features of the untrained network.
        """
        _, _, directions = torch.pca_lowrank(pooled, q=DIMENSIONS, center=False, niter=4)
        with torch.no_grad():
            self.from_pooled.weight.copy_((directions.T / pooled.norm(dim=1).mean()).to(self.from_pooled.weight.device))
            self.from_pooled.bias.zero_()

    def project(self, pooled: Tensor, layout: Tensor) -> Tensor:
        """pooled: [n,1280]; layout: [n,112,side/16,side/16] before block LAYOUT; result [n,256], unit length."""
        together = self.from_pooled(pooled) + self.from_places(self.places(layout).flatten(1))
        return nn.functional.normalize(together)

    def forward(self, crops: Tensor) -> Tensor:
        """crops: [n,3,side,side], RGB 0-255."""
        layout = self.trunk.blocks(self.trunk.stem(crops), 0, LAYOUT)
        pooled = self.trunk.head(self.trunk.blocks(layout, LAYOUT, 16)).mean((2, 3))
        return self.project(pooled, layout)
