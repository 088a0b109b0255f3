"""Features of the frozen early trunk for many rendered crops, stored in shards, so that epochs cost little.

A shard depends on its number and the seed alone: a run that was stopped goes on where shards are missing, and several
processes may fill one folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from torch import Tensor, nn

from .catalogue import Catalogue
from .trunk import Lite0, pretrained
from .views import product_view, scenery, view_of

CUT = 8
"""Blocks 0 to 7 are frozen: 80 channels at a stride of 16."""
SHARD = 1000
PRODUCTS, SCENERY = 0.06, 0.08
"""Shares of crops that show a product or no logo."""
NO_LOGO = -1


@dataclass(frozen=True)
class Features:
    maps: np.ndarray
    """float16 [n, 80, side/16, side/16], after block CUT - 1."""
    pooled: np.ndarray
    """float16 [n, 1280], the untrained network's own pooled features: the teacher."""
    labels: np.ndarray
    """int32 [n]: number of the identity, then of the product; NO_LOGO for scenery."""


class Frozen(nn.Module):
    """What is cached of a crop."""

    def __init__(self, net: Lite0) -> None:
        super().__init__()
        self.net = net

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        early = self.net.blocks(self.net.stem(crops), 0, CUT)
        late = self.net.head(self.net.blocks(early, CUT, 16))
        return early, late.mean((2, 3))


def frozen_session(work: Path, side: int) -> ort.InferenceSession:
    """onnxruntime runs the trunk on a CPU some three times as fast as PyTorch."""
    path = work / f"frozen-{side}.onnx"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        example = (torch.zeros(2, 3, side, side),)
        names = {"input_names": ["crops"], "output_names": ["maps", "pooled"]}
        torch.onnx.export(
            Frozen(pretrained()).eval(), example, str(part), dynamo=False, dynamic_axes={"crops": {0: "n"}}, **names
        )
        part.replace(path)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def fill(source: Catalogue, folder: Path, session: ort.InferenceSession, *, side: int, shards: int, seed: int) -> None:
    """Renders what is missing of the training shards."""
    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(shards):
        path = folder / f"{shard:05d}.npz"
        claim = path.with_suffix(".claim")
        if path.exists() or not claimed(claim):
            continue
        rng = np.random.default_rng((seed, shard))
        drawn = [draw(source, side, rng) for _ in range(SHARD)]
        store(
            path,
            features(session, np.stack([crop for crop, _ in drawn]), np.array([label for _, label in drawn], np.int32)),
        )
        claim.unlink()


def claimed(claim: Path) -> bool:
    """Two processes never render one shard; the claim of a process that is gone is taken over."""
    try:
        with claim.open("x") as file:
            file.write(str(os.getpid()))
        return True
    except FileExistsError:
        owner = claim.read_text()
        if owner.isdigit() and Path(f"/proc/{owner}").exists():
            return False
        claim.write_text(str(os.getpid()))
        return True


def draw(source: Catalogue, side: int, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    kind = rng.random()
    if kind < SCENERY:
        return scenery(source.photographs, side, rng), NO_LOGO
    if kind < SCENERY + PRODUCTS:
        names = sorted(source.trained_products)
        which = int(rng.integers(len(names)))
        photos = source.trained_products[names[which]]
        return product_view(photos[rng.integers(len(photos))], side, rng), len(source.trained) + which
    which = int(rng.integers(len(source.trained)))
    return view_of(source.trained[which], source.photographs, side, rng), which


def features(session: ort.InferenceSession, crops: np.ndarray, labels: np.ndarray, batch: int = 8) -> Features:
    """crops: uint8 [n,side,side,3]."""
    maps, pooled = [], []
    for start in range(0, len(crops), batch):
        part = np.ascontiguousarray(crops[start : start + batch].transpose(0, 3, 1, 2)).astype(np.float32)
        early, late = session.run(None, {"crops": part})
        maps.append(early.astype(np.float16))
        pooled.append(late.astype(np.float16))
    return Features(np.concatenate(maps), np.concatenate(pooled), labels)


def store(path: Path, made: Features) -> None:
    """Written beside and renamed: a shard is whole or it is not there."""
    part = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(part, maps=made.maps, pooled=made.pooled, labels=made.labels)
    part.replace(path)


def load(folder: Path) -> Features:
    """All whole shards of a folder."""
    shards = [np.load(path) for path in sorted(folder.glob("[0-9]*.npz")) if path.stem.isdigit()]
    if not shards:
        raise FileNotFoundError(f"{folder}: no shard; render first")
    return Features(*(np.concatenate([shard[name] for shard in shards]) for name in ("maps", "pooled", "labels")))
