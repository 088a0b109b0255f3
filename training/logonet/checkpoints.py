"""Checkpoints that are whole or not there, so that a stopped training goes on after its last epoch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

import torch


class Stateful(Protocol):
    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state: dict[str, Any]) -> object: ...


def save(path: Path, parts: dict[str, Stateful], progress: dict[str, Any]) -> None:
    beside = path.with_suffix(f".{os.getpid()}")
    torch.save({"parts": {name: part.state_dict() for name, part in parts.items()}, "progress": progress}, beside)
    beside.replace(path)


def load_if_there(path: Path, parts: dict[str, Stateful]) -> dict[str, Any] | None:
    """Loads every part's state and returns the progress; None where nothing was saved yet."""
    if not path.exists():
        return None
    stored = torch.load(path, map_location="cpu", weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(stored["parts"][name])
    return stored["progress"]
