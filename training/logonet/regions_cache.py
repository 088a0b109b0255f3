"""The trunk's three levels for many rendered scenes, stored in shards like the crops'."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from torch import Tensor, nn

from .catalogue import Catalogue
from .embedding_cache import claimed
from .identities import Identity
from .regions_net import Regions
from .scenes import scene

SHARD = 50


@dataclass(frozen=True)
class Levels:
    fine: np.ndarray
    middle: np.ndarray
    coarse: np.ndarray
    """float16 [n,c,h,w] at strides 8, 16 and 32."""
    boxes: list[np.ndarray]
    """float32 [k,4] a scene."""

    def tensors(self, chosen: np.ndarray | slice) -> tuple[Tensor, Tensor, Tensor]:
        return (
            torch.from_numpy(self.fine[chosen]).float(),
            torch.from_numpy(self.middle[chosen]).float(),
            torch.from_numpy(self.coarse[chosen]).float(),
        )


class FrozenLevels(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = Regions()

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.net.levels(image)


def levels_session(work: Path, side: int) -> ort.InferenceSession:
    path = work / f"levels-{side}.onnx"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        names = {"input_names": ["image"], "output_names": ["fine", "middle", "coarse"]}
        torch.onnx.export(FrozenLevels().eval(), (torch.zeros(1, 3, side, side),), str(part), dynamo=False, **names)
        part.replace(path)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@dataclass(frozen=True)
class Order:
    """What to render: so many shards of scenes of a side, of which logos, by which seed."""

    logos: list[Identity]
    side: int
    shards: int
    seed: int


def fill(source: Catalogue, folder: Path, session: ort.InferenceSession, order: Order) -> None:
    """Renders what is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(order.shards):
        path = folder / f"{shard:05d}.npz"
        claim = path.with_suffix(".claim")
        if path.exists() or not claimed(claim):
            continue
        rng = np.random.default_rng((order.seed, shard))
        made = [scene(order.logos, source.photographs, order.side, rng) for _ in range(SHARD)]
        found = [session.run(None, {"image": s.pixels.transpose(2, 0, 1)[None].astype(np.float32)}) for s in made]
        levels = [np.concatenate([f[level] for f in found]).astype(np.float16) for level in range(3)]
        counts = np.array([len(s.boxes) for s in made])
        part = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(
            part,
            fine=levels[0],
            middle=levels[1],
            coarse=levels[2],
            counts=counts,
            boxes=np.concatenate([s.boxes for s in made]),
        )
        part.replace(path)
        claim.unlink()


def load(folder: Path) -> Levels:
    shards = [np.load(path) for path in sorted(folder.glob("[0-9]*.npz")) if path.stem.isdigit()]
    if not shards:
        raise FileNotFoundError(f"{folder}: no shard; render first")
    fine, middle, coarse = (np.concatenate([shard[name] for shard in shards]) for name in ("fine", "middle", "coarse"))
    return Levels(fine, middle, coarse, list(boxes_of(shards)))


def boxes_of(shards: list[np.lib.npyio.NpzFile]) -> Iterator[np.ndarray]:
    for shard in shards:
        yield from np.split(shard["boxes"], np.cumsum(shard["counts"])[:-1])
