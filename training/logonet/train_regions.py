"""Trains the region network's pyramid and head on cached levels of the frozen trunk."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .candidates import candidates, recall
from .checkpoints import load_if_there, save
from .regions_cache import Levels
from .regions_loss import region_loss, targets
from .regions_net import Regions


@dataclass(frozen=True)
class Plan:
    epochs: int
    batch: int
    seed: int
    rate: float = 2e-3


def train(trained: Levels, judged: Levels, plan: Plan, checkpoint: Path) -> Regions:
    """Resumes after the last whole epoch; returns the net of the epoch that was best on held-out logos."""
    torch.manual_seed(plan.seed)
    net = Regions().eval()
    for parameter in net.trunk.parameters():
        parameter.requires_grad_(False)
    optimiser = torch.optim.AdamW(net.head.parameters(), lr=plan.rate, weight_decay=0.02)
    steps = max(1, len(trained.boxes) // plan.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.rate, total_steps=plan.epochs * steps + 1, pct_start=0.1)
    parts = {"head": net.head, "optimiser": optimiser, "schedule": schedule}
    progress = load_if_there(checkpoint, parts) or {"epoch": 0, "best": -1.0, "weights": copied(net.head)}
    height, width = trained.fine.shape[2:]
    for epoch in range(progress["epoch"], plan.epochs):
        began, total = time.time(), 0.0
        order = np.random.default_rng((plan.seed, epoch)).permutation(len(trained.boxes))
        for step in range(steps):
            chosen = np.sort(order[step * plan.batch : (step + 1) * plan.batch])
            score, box = net.head(trained.tensors(chosen))
            wanted = targets([torch.from_numpy(trained.boxes[i]) for i in chosen], height, width)
            loss = region_loss(score, box, wanted)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.head.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        found = judge(net, judged)
        rate = steps * plan.batch / (time.time() - began)
        print(
            f"epoch {epoch}: loss {total / steps:.3f}, held-out recall at 10 {found:.3f}, {rate:.0f} scenes/s",
            flush=True,
        )
        if found > progress["best"]:
            progress = {**progress, "best": found, "weights": copied(net.head)}
        progress = {**progress, "epoch": epoch + 1}
        save(checkpoint, parts, progress)
    net.head.load_state_dict(progress["weights"])
    return net


def judge(net: Regions, judged: Levels, count: int = 10) -> float:
    found = []
    with torch.no_grad():
        for start in range(0, len(judged.boxes), 16):
            score, box = net.head(judged.tensors(slice(start, start + 16)))
            found += [candidates(s, b, count) for s, b in zip(score[:, 0].numpy(), box.numpy(), strict=True)]
    return recall(found, judged.boxes, count)


def copied(net: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in net.state_dict().items()}
