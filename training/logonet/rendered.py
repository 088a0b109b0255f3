"""Endless material, drawn by number: sample i is the same in every run, so training may stop and go on anywhere."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .catalogue import Catalogue
from .embedding_cache import draw
from .scenes import scene
from .views import view_of


class Crops(Dataset[tuple[Tensor, int]]):
    """uint8 [3,side,side] and its label; samples 2i and 2i + 1 are views of one identity, so that batches have pairs."""

    def __init__(self, source: Catalogue, side: int, seed: int) -> None:
        self.source, self.side, self.seed = source, side, seed

    def __getitem__(self, number: int) -> tuple[Tensor, int]:
        rng = np.random.default_rng((self.seed, number // 2))
        crop, label = draw(self.source, self.side, rng)
        if number % 2 and 0 <= label < len(self.source.trained):
            crop = view_of(self.source.trained[label], self.source.photographs, self.side, rng)
        return torch.from_numpy(crop.transpose(2, 0, 1).copy()), label


class Scenes(Dataset[tuple[Tensor, Tensor]]):
    """uint8 [3,side,side] and float32 [n,4] boxes."""

    def __init__(self, source: Catalogue, side: int, seed: int) -> None:
        self.source, self.side, self.seed = source, side, seed

    def __getitem__(self, number: int) -> tuple[Tensor, Tensor]:
        made = scene(self.source.trained, self.source.photographs, self.side, np.random.default_rng((self.seed, number)))
        return torch.from_numpy(made.pixels.transpose(2, 0, 1).copy()), torch.from_numpy(made.boxes)


def loader(material: Crops | Scenes, *, first: int, last: int, batch: int, workers: int) -> DataLoader:
    """Batches of the samples first to last - 1, in order. Boxes stay a list, as scenes have different numbers of them."""

    def together(samples: list[tuple[Tensor, int | Tensor]]) -> tuple[Tensor, Tensor | list[Tensor]]:
        pixels = torch.stack([sample[0] for sample in samples])
        if isinstance(material, Scenes):
            return pixels, [torch.as_tensor(sample[1]) for sample in samples]
        return pixels, torch.tensor([sample[1] for sample in samples])

    sampler = range(first, last)
    return DataLoader(
        material,
        batch,
        sampler=sampler,
        num_workers=workers,
        collate_fn=together,
        drop_last=True,
        persistent_workers=False,
    )
