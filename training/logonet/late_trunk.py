"""The trunk's late part in the form that a CPU trains fastest: 1.6 times as fast as its convolutions, 5 times in bfloat16.

Maps lie channel by channel, [channels, n * cells]: a 1 x 1 convolution is then one product of matrices, and one by depth,
on maps of so few cells, is one product for each channel. BatchNorm keeps ImageNet's statistics (those of renderings would
not fit photos), so it is folded into the weights, and these are trained.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .trunk import Lite0, MBConv

LAYOUT = 11
"""Blocks before the map that the embedding's layout is read from: 112 channels at a stride of 16."""


class LateTrunk(nn.Module):
    """Blocks `start` to 15 and the head of a trunk, with weights of their own until `write_back`.

    cells: on each side of the map before block `start`.
    """

    def __init__(self, trunk: Lite0, start: int, cells: int) -> None:
        super().__init__()
        self.start = start
        self.blocks = nn.ModuleList()
        for block in trunk._blocks[start:]:
            self.blocks.append(LateBlock(block, cells))
            cells //= block._depthwise_conv.stride[0]
        self.head = Folded(trunk._conv_head, trunk._bn1)

    def forward(self, maps: Tensor) -> tuple[Tensor, Tensor]:
        """maps: [n,channels,cells,cells] before block `start`, at a stride of 16.

        Result: pooled [n,1280], and the map [n,112,cells,cells] before block LAYOUT.
        """
        count, channels, high, wide = maps.shape
        x = maps.transpose(0, 1).reshape(channels, -1)
        layout = x
        for number, block in enumerate(self.blocks, self.start + 1):
            x = block(x, count)
            if number == LAYOUT:
                layout = x
        pooled = nn.functional.relu6(self.head(x)).view(len(self.head.weight), count, -1).mean(2).T
        return pooled, layout.view(-1, count, high, wide).transpose(0, 1)

    def write_back(self, trunk: Lite0) -> None:
        """Gives the trunk these weights; its BatchNorm only adds from then on."""
        for late, block in zip(self.blocks, trunk._blocks[self.start :], strict=True):
            late.expand.write_back(block._expand_conv, block._bn0)
            late.depth.write_back(block._depthwise_conv, block._bn1)
            late.project.write_back(block._project_conv, block._bn2)
        self.head.write_back(trunk._conv_head, trunk._bn1)


class LateBlock(nn.Module):
    """An MBConv on maps of `cells` x `cells`."""

    def __init__(self, block: MBConv, cells: int) -> None:
        super().__init__()
        self.residual = block.residual
        self.expand = Folded(block._expand_conv, block._bn0)
        self.depth = Folded(block._depthwise_conv, block._bn1)
        self.project = Folded(block._project_conv, block._bn2)
        self.register_buffer("taps", taps(block._depthwise_conv, cells), persistent=False)

    def forward(self, x: Tensor, count: int) -> Tensor:
        """x: [channels, count * cells in]; result: [channels, count * cells out]."""
        y = nn.functional.relu6(self.expand(x))
        weights = nn.functional.pad(self.depth.weight, (0, 1))[:, self.taps]
        y = torch.baddbmm(self.depth.bias[:, :, None], y.view(len(y), count, -1), weights)
        y = self.project(nn.functional.relu6(y).view(len(y), -1))
        return x + y if self.residual else y


class Folded(nn.Module):
    """A convolution and the BatchNorm after it, as one weight [out, in * taps] and one bias [out,1]."""

    def __init__(self, conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        with torch.no_grad():
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            self.weight = nn.Parameter(conv.weight.flatten(1) * scale[:, None])
            self.bias = nn.Parameter((norm.bias - norm.running_mean * scale)[:, None])

    def forward(self, x: Tensor) -> Tensor:
        return torch.addmm(self.bias, self.weight, x)

    @torch.no_grad()
    def write_back(self, conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
        conv.weight.copy_(self.weight.view_as(conv.weight))
        norm.weight.fill_(1)
        norm.bias.copy_(self.bias.flatten())
        norm.running_mean.zero_()
        norm.running_var.fill_(1 - norm.eps)


def taps(conv: nn.Conv2d, cells: int) -> Tensor:
    """Which tap of a kernel takes a cell to a cell: int64 [cells in, cells out], one past the last tap where none does."""
    size, stride = conv.kernel_size[0], conv.stride[0]
    before = (size - stride if stride > 1 else size - 1) // 2
    place = torch.arange(cells)
    tap = place[:, None] - torch.arange(cells // stride)[None, :] * stride + before
    inside = (tap >= 0) & (tap < size)
    both = tap[:, None, :, None] * size + tap[None, :, None, :]
    kept = inside[:, None, :, None] & inside[None, :, None, :]
    return torch.where(kept, both, size * size).flatten(2).flatten(0, 1)
