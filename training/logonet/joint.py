"""The two networks' courses of the long recipe."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .candidates import candidates, recall
from .catalogue import Catalogue
from .embedding_loss import Proxies, supervised_contrast
from .embedding_net import DIMENSIONS, Embedding
from .end_to_end import Course, run
from .held_out import held_out, measure
from .regions_loss import region_loss, targets
from .regions_net import STRIDE, Regions
from .rendered import Crops, Scenes, loader
from .scenes import scene
from .settings import Settings

JUDGED_SCENES = 200
FIRST_LOOK = 2048
"""Crops that the embedding's first projection is made from."""


def workers() -> int:
    return max(0, min(16, (os.cpu_count() or 1) - 1))


def train_embedding(source: Catalogue, settings: Settings, work: Path) -> Embedding:
    torch.manual_seed(settings.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # BatchNorm keeps ImageNet's statistics: those of renderings would not fit photos.
    net = Embedding(settings.crop_side).eval().to(device)
    crops = Crops(source, settings.crop_side, settings.seed)
    net.start_from(first_look(net, crops, min(FIRST_LOOK, settings.batch * 8), device))
    names = len(source.trained) + len(source.trained_products)
    proxies = Proxies(torch.randn(names, DIMENSIONS)).to(device)
    material = held_out(source, settings.crop_side, work / "held-out.npz")

    def loss(pixels: Tensor, wanted: object) -> Tensor:
        labels = torch.as_tensor(wanted).to(device)
        vectors = net(pixels).float()
        return proxies(vectors, labels) + 0.5 * supervised_contrast(vectors, labels)

    def judge() -> float:
        scores = measure(lambda crops: embed(net, crops, device), material)
        for name, score in scores.items():
            print(f"{name}: top-1 {score.top1:.3f}, found {score.found:.3f}, wrong {score.wrong:.3f}", flush=True)
        return scores["logos"].found - scores["logos"].wrong

    def batches(first: int, last: int):  # noqa: ANN202
        return loader(crops, first=first * settings.batch, last=last * settings.batch, batch=settings.batch, workers=workers())

    course = Course(net, net.trunk, proxies, loss, batches, judge, settings.joint_steps, settings.late_rate)
    run(course, device, work / "embedding-joint.pt")
    return net.cpu()


def train_regions(source: Catalogue, settings: Settings, work: Path) -> Regions:
    torch.manual_seed(settings.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = Regions().eval().to(device)
    scenes = Scenes(source, settings.scene_side, settings.seed)
    cells = settings.scene_side // STRIDE
    rng = np.random.default_rng(settings.seed + 1)
    count = min(JUDGED_SCENES, settings.joint_steps * 4)
    judged = [scene(source.held_out, source.photographs, settings.scene_side, rng) for _ in range(count)]

    def loss(pixels: Tensor, wanted: object) -> Tensor:
        score, box = net.head(net.levels(pixels))
        asked = targets(list(wanted), cells, cells).to(device)  # type: ignore[call-overload]
        return region_loss(score.float(), box.float(), asked)

    def judge() -> float:
        found = []
        with torch.no_grad():
            for one in judged:
                score, box = net(torch.from_numpy(one.pixels.transpose(2, 0, 1).copy())[None].float().to(device))
                found.append(candidates(score[0, 0].cpu().numpy(), box[0].cpu().numpy(), 10))
        return recall(found, [one.boxes for one in judged], 10)

    def batches(first: int, last: int):  # noqa: ANN202
        size = settings.scene_batch
        return loader(scenes, first=first * size, last=last * size, batch=size, workers=workers())

    run(
        Course(net, net.trunk, None, loss, batches, judge, settings.joint_steps, 2e-3),
        device,
        work / "regions-joint.pt",
    )
    return net.cpu()


def first_look(net: Embedding, crops: Crops, count: int, device: torch.device) -> Tensor:
    with torch.no_grad():
        looks = loader(crops, first=0, last=count, batch=32, workers=workers())
        return torch.cat([net.trunk(pixels.to(device).float()).mean((2, 3)).cpu() for pixels, _ in looks])


def embed(net: Embedding, crops: np.ndarray, device: torch.device) -> np.ndarray:
    with torch.no_grad():
        parts = [
            torch.from_numpy(crops[i : i + 64].transpose(0, 3, 1, 2).copy()).float().to(device) for i in range(0, len(crops), 64)
        ]
        return torch.cat([net(part).cpu() for part in parts]).numpy()
