"""Trains the late part of the embedding on cached features; the early part stays as ImageNet left it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .checkpoints import load_if_there, save
from .embedding_cache import Features
from .embedding_loss import Proxies, kept_structure, supervised_contrast
from .embedding_net import Embedding
from .held_out import score


@dataclass(frozen=True)
class Plan:
    side: int
    epochs: int
    batch: int
    seed: int
    first_product: int
    """Labels from here on are products: photographs, not renderings."""
    late_rate: float
    """Learning rate of the trunk's late blocks; 0 leaves them as they are, and only the projection learns."""
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
    proxies = Proxies(class_means(net, trained))
    optimiser = torch.optim.AdamW(groups(net, proxies, plan), weight_decay=0.02)
    steps = max(1, len(trained.labels) // plan.batch)
    rates = [group["lr"] for group in optimiser.param_groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=plan.epochs * steps + 1, pct_start=0.1)
    parts = {"net": net, "proxies": proxies, "optimiser": optimiser, "schedule": schedule}
    progress = load_if_there(checkpoint, parts)
    if progress is None:
        progress = {"epoch": 0, "best": judge(net, judges, plan, "untrained"), "weights": copied(net)}
    centre = torch.from_numpy(trained.pooled[:5000]).float().mean(0)
    for epoch in range(progress["epoch"], plan.epochs):
        began, total = time.time(), 0.0
        for chosen in batches(trained.labels, plan.batch, np.random.default_rng((plan.seed, epoch))):
            maps, pooled = (
                torch.from_numpy(trained.maps[chosen]).float(),
                torch.from_numpy(trained.pooled[chosen]).float(),
            )
            labels = torch.from_numpy(trained.labels[chosen]).long()
            vectors = embed(net, maps, pooled, plan)
            loss = proxies(vectors, labels) + plan.contrast * supervised_contrast(vectors, labels)
            photographed = (labels < 0) | (labels >= plan.first_product)
            if plan.keep and int(photographed.sum()) > 2:
                loss = loss + plan.keep * kept_structure(vectors[photographed], pooled[photographed] - centre)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(
            f"epoch {epoch}: loss {total / steps:.3f}, {steps * plan.batch / (time.time() - began):.0f} crops/s",
            flush=True,
        )
        found = judge(net, judges, plan, f"epoch {epoch}")
        if found > progress["best"]:
            progress = {**progress, "best": found, "weights": copied(net)}
        progress = {**progress, "epoch": epoch + 1}
        save(checkpoint, parts, progress)
    net.load_state_dict(progress["weights"])
    return net


def embed(net: Embedding, maps: Tensor, pooled: Tensor, plan: Plan) -> Tensor:
    return net.late(maps) if plan.late_rate else net.project(pooled, maps)


def groups(net: Embedding, proxies: Proxies, plan: Plan) -> list[dict[str, object]]:
    """BatchNorm keeps ImageNet's statistics (the net stays in eval mode): those of renderings would not fit photos."""
    early = {
        id(p)
        for p in [
            *net.trunk._conv_stem.parameters(),
            *net.trunk._bn0.parameters(),
            *net.trunk._blocks[:11].parameters(),
        ]
    }
    for parameter in net.trunk.parameters():
        parameter.requires_grad_(plan.late_rate > 0 and id(parameter) not in early)
    late = [p for p in net.trunk.parameters() if p.requires_grad]
    head = [*net.places.parameters(), *net.from_places.parameters(), *net.from_pooled.parameters()]
    made: list[dict[str, object]] = [
        {"params": head, "lr": plan.head_rate},
        {"params": list(proxies.parameters()), "lr": 3 * plan.head_rate},
    ]
    return [*made, {"params": late, "lr": plan.late_rate}] if late else made


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


def judge(net: Embedding, judges: Judges, plan: Plan, name: str) -> float:
    """Prints the scores of every judge; returns what the first finds, less what it names wrongly."""
    chosen: float | None = None
    for judge_name, held in judges.features.items():
        with torch.no_grad():
            parts = [
                embed(
                    net,
                    torch.from_numpy(held.maps[i : i + 256]).float(),
                    torch.from_numpy(held.pooled[i : i + 256]).float(),
                    plan,
                )
                for i in range(0, len(held.labels), 256)
            ]
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
