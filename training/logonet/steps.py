"""The steps of a training, each of which leaves its result on disk and skips what is there."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from . import embedding_cache, joint, regions_cache, train_embedding, train_regions
from .catalogue import Catalogue, catalogue
from .embedding_net import Embedding
from .export import export_embedding, export_regions
from .held_out import held_out
from .measure_photos import evaluation, measure_embedding, measure_regions
from .settings import Folders, Settings

JUDGED_SCENES = 100


class Steps:
    """One training: where it is, how much of everything, and its catalogue, which is made when first asked for."""

    def __init__(self, folders: Folders, settings: Settings) -> None:
        self.folders, self.settings = folders, settings
        folders.work.mkdir(parents=True, exist_ok=True)

    @cached_property
    def source(self) -> Catalogue:
        made = catalogue(self.folders, self.settings)
        (self.folders.work / "left-out.json").write_text(json.dumps(made.left_out, indent=1, ensure_ascii=False))
        sizes = {
            "trained": len(made.trained),
            "held_out": len(made.held_out),
            "held_out_products": sorted(made.held_out_products),
        }
        (self.folders.work / "catalogue.json").write_text(json.dumps(sizes, indent=1))
        return made

    def crops(self) -> None:
        """Renders crops and caches their features; several processes may run this at once."""
        work, settings = self.folders.work, self.settings
        session = embedding_cache.frozen_session(work, settings.crop_side)
        shards = max(1, settings.crops // embedding_cache.SHARD)
        embedding_cache.fill(self.source, work / "crops", session, side=settings.crop_side, shards=shards, seed=settings.seed)

    def embedding(self) -> None:
        """Trains the embedding on the cached features; exports it."""
        work, settings = self.folders.work, self.settings
        plan = train_embedding.Plan(
            side=settings.crop_side,
            epochs=settings.embedding_epochs,
            batch=settings.batch,
            seed=settings.seed,
            first_product=self.counts()["trained"],
            late_rate=settings.late_rate,
        )
        trained = embedding_cache.load(work / "crops")
        net = train_embedding.train(trained, self.judges(), plan, work / "embedding.pt")
        export_embedding(net, settings.crop_side, self.folders.models / "logo-embedding.onnx")

    def untrained(self) -> None:
        """Exports the network as it is before training, for comparison."""
        trained = embedding_cache.load(self.folders.work / "crops")
        net = Embedding(self.settings.crop_side).eval()
        net.start_from(torch.from_numpy(trained.pooled[:20_000]).float())
        torch.nn.init.zeros_(net.from_places.weight)
        export_embedding(net, self.settings.crop_side, self.folders.work / "untrained.onnx")

    def scenes(self) -> None:
        """Renders scenes, to train on and to judge by, and caches their levels."""
        work, settings = self.folders.work, self.settings
        session = regions_cache.levels_session(work, settings.scene_side)
        shards = max(1, settings.scenes // regions_cache.SHARD)
        judged = max(1, min(JUDGED_SCENES, settings.scenes // 2) // regions_cache.SHARD)
        side, seed = settings.scene_side, settings.seed
        regions_cache.fill(
            self.source,
            work / "judged-scenes",
            session,
            regions_cache.Order(self.source.held_out, side, judged, seed + 1),
        )
        regions_cache.fill(self.source, work / "scenes", session, regions_cache.Order(self.source.trained, side, shards, seed))

    def regions(self) -> None:
        """Trains the region network on the cached levels; exports it."""
        work, settings = self.folders.work, self.settings
        trained, judged = regions_cache.load(work / "scenes"), regions_cache.load(work / "judged-scenes")
        plan = train_regions.Plan(epochs=settings.region_epochs, batch=settings.scene_batch, seed=settings.seed)
        net = train_regions.train(trained, judged, plan, work / "regions.pt")
        export_regions(net, self.folders.models / "logo-regions.onnx")

    def joint(self) -> None:
        """The long recipe: both networks end to end, on material rendered as it goes."""
        work, settings = self.folders.work, self.settings
        export_embedding(
            joint.train_embedding(self.source, settings, work),
            settings.crop_side,
            self.folders.models / "logo-embedding.onnx",
        )
        export_regions(joint.train_regions(self.source, settings, work), self.folders.models / "logo-regions.onnx")

    def measure(self) -> None:
        """Prints how the networks, and the untrained one, do on the evaluation photos."""
        if self.folders.truth is None:
            raise FileNotFoundError("no evaluation set was given")
        material = evaluation(self.folders.truth.parents[1])
        for path in (self.folders.work / "untrained.onnx", self.folders.models / "logo-embedding.onnx"):
            if path.exists():
                print(measure_embedding(path, material), flush=True)
        if (self.folders.models / "logo-regions.onnx").exists():
            print(measure_regions(self.folders.models / "logo-regions.onnx", material), flush=True)

    def judges(self) -> train_embedding.Judges:
        """Features of the held-out material, made once."""
        work, side = self.folders.work, self.settings.crop_side
        path = work / "judges.npz"
        material = work / "held-out.npz"
        if not path.exists():
            held = held_out(None if material.exists() else self.source, side, material)
            embedding_cache.store(
                path, embedding_cache.features(embedding_cache.frozen_session(work, side), held.crops, held.labels)
            )
        held = held_out(None, side, material)
        stored = np.load(path)
        logo = held.labels < 10_000
        product = (held.labels >= 10_000) | (held.labels < 0)
        features, references = {}, {}
        for name, kept in (("logos", logo), ("products", product)):
            features[name] = embedding_cache.Features(stored["maps"][kept], stored["pooled"][kept], held.labels[kept])
            references[name] = held.is_reference[kept]
        return train_embedding.Judges(features, references)

    def counts(self) -> dict[str, int]:
        path: Path = self.folders.work / "catalogue.json"
        if not path.exists():
            _ = self.source
        return json.loads(path.read_text())
