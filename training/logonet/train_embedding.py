"""Trains the embedding's projection and the late part of its trunk on cached maps; the early part stays as ImageNet left it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .checkpoints import load_if_there, save
from .embedding_cache import CUT, Features
from .embedding_loss import Proxies, kept_structure, supervised_contrast
from .embedding_net import Embedding
from .held_out import score
from .late_trunk import LateTrunk


@dataclass(frozen=True)
class Plan:
    side: int
    epochs: int
    batch: int
    seed: int
    first_product: int
    """Labels from here on are products: photographs, not renderings."""
    late_rate: float
    """Learning rate of the trunk's late part."""
    head_rate: float = 1e-3
    contrast: float = 0.5
    keep: float = 0.3
    """Weights of the loss's second and third part."""


@dataclass(frozen=True)
class Judges:
    """Held-out material, by name; the first one chooses."""

    features: dict[str, Features]
    is_reference: dict[str, np.ndarray]


def train(trained: Features, judges: Judges, plan: Plan, checkpoint: Path) -> Embedding:
    """Resumes after the last whole epoch; returns the net of the epoch that was best on held-out logos."""
    torch.manual_seed(plan.seed)
    net = Embedding(plan.side).eval()
    net.start_from(torch.from_numpy(trained.pooled[:20_000]).float())
    late = LateTrunk(net.trunk, CUT, trained.maps.shape[2])
    proxies = Proxies(class_means(net, trained))
    optimiser = torch.optim.AdamW(groups(net, late, proxies, plan), weight_decay=0.02)
    steps = max(1, len(trained.labels) // plan.batch)
    rates = [group["lr"] for group in optimiser.param_groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=plan.epochs * steps + 1, pct_start=0.1)
    parts = {"net": net, "late": late, "proxies": proxies, "optimiser": optimiser, "schedule": schedule}
    progress = load_if_there(checkpoint, parts)
    if progress is None:
        progress = {"epoch": 0, "best": judge(net, late, judges, "untrained"), "net": copied(net), "late": copied(late)}
    centre = torch.from_numpy(trained.pooled[:5000]).float().mean(0)
    half = torch.cpu.get_capabilities().get("avx512_bf16", False)
    for epoch in range(progress["epoch"], plan.epochs):
        began, total = time.time(), 0.0
        for chosen in batches(trained.labels, plan.batch, np.random.default_rng((plan.seed, epoch))):
            labels = torch.from_numpy(trained.labels[chosen]).long()
            vectors = embed(net, late, trained.maps[chosen], half=half)
            loss = proxies(vectors, labels) + plan.contrast * supervised_contrast(vectors, labels)
            photographed = (labels < 0) | (labels >= plan.first_product)
            if plan.keep and int(photographed.sum()) > 2:
                teacher = torch.from_numpy(trained.pooled[chosen]).float()[photographed] - centre
                loss = loss + plan.keep * kept_structure(vectors[photographed], teacher)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(
            f"epoch {epoch}: loss {total / steps:.3f}, {steps * plan.batch / (time.time() - began):.0f} crops/s",
            flush=True,
        )
        found = judge(net, late, judges, f"epoch {epoch}")
        if found > progress["best"]:
            progress = {**progress, "best": found, "net": copied(net), "late": copied(late)}
        progress = {**progress, "epoch": epoch + 1}
        save(checkpoint, parts, progress)
    net.load_state_dict(progress["net"])
    late.load_state_dict(progress["late"])
    late.write_back(net.trunk)
    return net


def embed(net: Embedding, late: LateTrunk, maps: np.ndarray, *, half: bool = False) -> Tensor:
    """Vectors [n,256] of cached maps. half: the trunk in bfloat16, three times as fast on a CPU that knows it."""
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        pooled, layout = late(torch.from_numpy(maps).float())
    return net.project(pooled.float(), layout.float().contiguous(memory_format=torch.channels_last))


def groups(net: Embedding, late: LateTrunk, proxies: Proxies, plan: Plan) -> list[dict[str, object]]:
    """Weights of the trunk don't decay: they are to stay near what ImageNet taught."""
    head = [*net.places.parameters(), *net.from_places.parameters(), *net.from_pooled.parameters()]
    return [
        {"params": head, "lr": plan.head_rate},
        {"params": list(proxies.parameters()), "lr": 3 * plan.head_rate},
        {"params": list(late.parameters()), "lr": plan.late_rate, "weight_decay": 0.0},
    ]


def class_means(net: Embedding, trained: Features) -> Tensor:
    """Where each identity starts: the mean of its views as the untrained network sees them; seldom drawn ones at random."""
    with torch.no_grad():
        vectors = nn.functional.normalize(net.from_pooled(torch.from_numpy(trained.pooled).float()))
    labels = torch.from_numpy(trained.labels).long()
    means = torch.randn(int(labels.max()) + 1, vectors.shape[1]) * 0.05
    kept = labels >= 0
    return means.index_add_(0, labels[kept], vectors[kept])


def batches(labels: np.ndarray, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """An epoch: every crop about once, two views of an identity side by side, so that a batch has pairs."""
    keys = rng.random(int(labels.max()) + 2)
    order = np.lexsort((rng.random(len(labels)), keys[labels]))
    pairs = np.array_split(order, max(1, len(order) // 2))
    mixed = np.concatenate([pairs[i] for i in rng.permutation(len(pairs))])
    for start in range(0, len(mixed) - size + 1, size):
        yield np.sort(mixed[start : start + size])


def judge(net: Embedding, late: LateTrunk, judges: Judges, name: str) -> float:
    """Prints the scores of every judge; returns what the first finds, less what it names wrongly."""
    chosen: float | None = None
    for judge_name, held in judges.features.items():
        with torch.no_grad():
            parts = [embed(net, late, held.maps[i : i + 256]) for i in range(0, len(held.labels), 256)]
        result = score(held.labels, judges.is_reference[judge_name], torch.cat(parts).numpy())
        print(
            f"{name}, {judge_name}: top-1 {result.top1:.3f}, found {result.found:.3f}, wrong {result.wrong:.3f}",
            flush=True,
        )
        chosen = result.found - result.wrong if chosen is None else chosen
    if chosen is None:
        raise ValueError("no held-out material to choose by")
    return chosen


def copied(net: nn.Module) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in net.state_dict().items()}
