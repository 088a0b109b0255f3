"""`python -m logonet STEP... --preset smoke|cpu|gpu`: see ../README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import torch

from .settings import PRESETS, SMOKE, Folders
from .steps import Steps

REPOSITORY = Path(__file__).resolve().parents[2]
STEPS = ("crops", "embedding", "scenes", "regions", "joint", "untrained", "measure")


def main() -> None:
    parser = argparse.ArgumentParser(prog="logonet", description="Trains Limelight's logo networks.")
    parser.add_argument("steps", nargs="+", choices=STEPS)
    parser.add_argument("--preset", choices=sorted(PRESETS), default="cpu")
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="where training/ and data/ lie")
    parser.add_argument("--work", type=Path, default=REPOSITORY / ".cache" / "training", help="caches and checkpoints")
    parser.add_argument("--models", type=Path, help="where the networks go: models/ of the repository, but for smoke")
    parser.add_argument("--threads", type=int, default=1, help="more only where cores are idle")
    args = parser.parse_args()
    cv2.setNumThreads(args.threads)
    torch.set_num_threads(args.threads)
    settings = PRESETS[args.preset]
    work = args.work / settings.name
    # A smoke test must not replace networks that were trained.
    models = args.models or (work / "models" if settings is SMOKE else REPOSITORY / "models")
    steps = Steps(Folders.beside(REPOSITORY, args.shared, work, models), settings)
    for name in args.steps:
        getattr(steps, name)()


if __name__ == "__main__":
    main()
