"""Where things are, and how much of everything: one preset for a smoke test, one for two CPU cores, one for a GPU."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    packages: Path
    """node_modules of training/: simple-icons and @fontsource."""
    backgrounds: Path
    products: Path
    truth: Path | None
    """ground_truth.json of the evaluation set; only its brands' names are read, to leave them out."""
    work: Path
    """Caches and checkpoints; may be deleted, and is made again."""
    models: Path

    @staticmethod
    def beside(repository: Path, shared: Path, work: Path, models: Path) -> Folders:
        truth = shared / "data" / "flickrlogos" / "ground_truth.json"
        material = shared / "training"
        return Folders(
            repository / "training" / "node_modules",
            material / "backgrounds",
            material / "products",
            truth,
            work,
            models,
        )


@dataclass(frozen=True)
class Settings:
    name: str
    seed: int
    icons: int
    wordmarks: int
    crop_side: int
    """Side of the embedding's input, px."""
    crops: int
    """Rendered crops whose features are cached (CPU presets), or drawn an epoch (GPU)."""
    embedding_epochs: int
    late_rate: float
    """Learning rate of the trunk's late part on cached maps; end to end that of all but the trunk, which learns at a tenth."""
    scenes: int
    scene_side: int
    region_epochs: int
    scene_batch: int
    joint_steps: int
    """Steps of end-to-end training; 0 where only the late part is trained, on cached maps."""
    batch: int


SMOKE = Settings(
    name="smoke", seed=7, icons=60, wordmarks=20, crop_side=96, crops=1000, embedding_epochs=1, late_rate=2e-4,
    scenes=50, scene_side=192, region_epochs=1, scene_batch=8, joint_steps=2, batch=32,
)  # fmt: skip
CPU = Settings(
    name="cpu", seed=7, icons=4000, wordmarks=1500, crop_side=96, crops=110_000, embedding_epochs=3, late_rate=3e-4,
    scenes=1500, scene_side=320, region_epochs=12, scene_batch=16, joint_steps=0, batch=512,
)  # fmt: skip
GPU = Settings(
    name="gpu", seed=7, icons=4000, wordmarks=4000, crop_side=128, crops=0, embedding_epochs=0, late_rate=1e-3,
    scenes=0, scene_side=640, region_epochs=0, scene_batch=48, joint_steps=20_000, batch=512,
)  # fmt: skip
PRESETS = {preset.name: preset for preset in (SMOKE, CPU, GPU)}
