"""`python -m logonet STEP... --preset smoke|cpu|gpu`: see ../README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import torch

from .settings import PRESETS, Folders
from .steps import Steps

REPOSITORY = Path(__file__).resolve().parents[2]
STEPS = ("crops", "embedding", "scenes", "regions", "joint", "untrained", "measure")


def main() -> None:
    parser = argparse.ArgumentParser(prog="logonet", description="Trains Limelight's logo networks.")
    parser.add_argument("steps", nargs="+", choices=STEPS)
    parser.add_argument("--preset", choices=sorted(PRESETS), default="cpu")
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="where training/ and data/ lie")
    parser.add_argument("--work", type=Path, default=REPOSITORY / ".cache" / "training", help="caches and checkpoints")
    parser.add_argument("--models", type=Path, default=REPOSITORY / "models", help="where the networks go")
    parser.add_argument("--threads", type=int, default=1, help="more only where cores are idle")
    args = parser.parse_args()
    cv2.setNumThreads(args.threads)
    torch.set_num_threads(args.threads)
    settings = PRESETS[args.preset]
    steps = Steps(Folders.beside(REPOSITORY, args.shared, args.work / settings.name, args.models), settings)
    for name in args.steps:
        getattr(steps, name)()


if __name__ == "__main__":
    main()
