"""The long recipe, for a GPU: every layer of a network learns, on material that is rendered as it goes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from .checkpoints import load_if_there, save

EVERY = 500
"""Steps between two checkpoints, each with a judgement."""


@dataclass(frozen=True)
class Course:
    """What is trained, and how."""

    net: nn.Module
    """Exported at the end."""
    trunk: nn.Module
    """The part of net with ImageNet weights: it learns at a tenth of the rate."""
    extra: nn.Module | None
    """What is needed for the loss alone."""
    loss: Callable[[Tensor, object], Tensor]
    """Of a batch: pixels float32 [n,3,H,W] on the device, and what the loader gives beside them."""
    material: Callable[[int, int], DataLoader]
    """Batches of the steps from the first to before the second number."""
    judge: Callable[[], float]
    """Of held-out material; the best judged weights win."""
    steps: int
    rate: float


def run(course: Course, device: torch.device, checkpoint: Path) -> None:
    """Leaves the best weights in course.net. Goes on from the checkpoint where there is one."""
    optimiser = torch.optim.AdamW(groups(course), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, course.steps))
    parts = {"net": course.net, "optimiser": optimiser, "schedule": schedule}
    if course.extra is not None:
        parts["extra"] = course.extra
    progress = load_if_there(checkpoint, parts) or {"step": 0, "best": -math.inf, "weights": None}
    while progress["step"] < course.steps:
        began, total, last = time.time(), 0.0, min(course.steps, progress["step"] + EVERY)
        for pixels, wanted in course.material(progress["step"], last):
            with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
                loss = course.loss(pixels.to(device, non_blocking=True).float(), wanted)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(course.net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        found = course.judge()
        steps = last - progress["step"]
        print(
            f"step {last}: loss {total / steps:.3f}, judged {found:.4f}, {(time.time() - began) / steps:.2f} s a step",
            flush=True,
        )
        if found > progress["best"]:
            progress = {**progress, "best": found, "weights": copied(course.net)}
        progress = {**progress, "step": last}
        save(checkpoint, parts, progress)
    if progress["weights"] is None:
        raise ValueError(f"{checkpoint}: no weights were judged; give the preset some steps")
    course.net.load_state_dict(progress["weights"])


def groups(course: Course) -> list[dict[str, object]]:
    slow = {id(parameter) for parameter in course.trunk.parameters()}
    fast = [parameter for parameter in course.net.parameters() if id(parameter) not in slow]
    made: list[dict[str, object]] = [
        {"params": list(course.trunk.parameters()), "lr": course.rate / 10},
        {"params": fast, "lr": course.rate},
    ]
    return [*made, {"params": list(course.extra.parameters()), "lr": course.rate * 3}] if course.extra is not None else made


def rate_at(step: int, steps: int) -> float:
    """Up over the first twentieth, then down a half cosine."""
    warm = max(1, steps // 20)
    return step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warm) / max(1, steps - warm))))


def copied(net: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in net.state_dict().items()}
