"""How the networks do on photos of brands that nothing was trained on, or chosen by: ../shared/data, for measuring only.

Crops: references are the boxes of each brand's first five train photos (by name), queries all its other boxes; windows cut at
random from photos without a tracked brand are what must not be named. Regions: recall of all boxes by
the best candidates a photo.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

from .candidates import candidates, iou, recall
from .crops import GREY, crop
from .held_out import score
from .material import read

REFERENCE_PHOTOS, WINDOWS = 5, 24
LONGEST = 416
"""Longest side of the region network's input, px."""


@dataclass(frozen=True)
class Labelled:
    picture: np.ndarray
    boxes: list[tuple[str, tuple[float, float, float, float]]]


@dataclass(frozen=True)
class Evaluation:
    labelled: dict[str, list[Labelled]]
    """Photos of each brand, by name."""
    scenery: list[np.ndarray]


def evaluation(data: Path) -> Evaluation:
    truth = sorted(json.loads((data / "flickrlogos" / "ground_truth.json").read_text()), key=lambda photo: photo["file"])
    labelled: dict[str, list[Labelled]] = {}
    for photo in truth:
        if photo["split"] == "train":
            boxes = [(box["brand"], tuple(box["xyxy"])) for box in photo["boxes"]]
            seen = Labelled(read(data / "flickrlogos" / photo["file"], 10_000), boxes)
            for brand in photo["brands"]:
                labelled.setdefault(brand, []).append(seen)
    empty = [data / "flickrlogos" / photo["file"] for photo in truth if photo["split"] == "query" and not photo["brands"]]
    scenery = [read(path, 10_000) for path in [*empty, *sorted((data / "coco").rglob("*.jpg"))]]
    return Evaluation(labelled, scenery)


def measure_embedding(model: Path, material: Evaluation) -> str:
    session = session_of(model)
    side = session.get_inputs()[0].shape[2]
    crops, labels, references = [], [], []
    for number, (brand, photos) in enumerate(sorted(material.labelled.items())):
        for place, photo in enumerate(photos):
            for name, box in photo.boxes:
                if name == brand:
                    crops.append(crop(photo.picture, box, side))
                    labels.append(number)
                    references.append(place < REFERENCE_PHOTOS)
    rng = np.random.default_rng(0)
    for picture in material.scenery:
        for _ in range(WINDOWS):
            crops.append(crop(picture, window(picture, rng), side))
            labels.append(-1)
            references.append(False)
    vectors = np.concatenate(
        [
            session.run(None, {"crops": np.stack(crops[i : i + 8]).transpose(0, 3, 1, 2).astype(np.float32)})[0]
            for i in range(0, len(crops), 8)
        ]
    )
    lines = []
    for alarms in (0.01, 0.001):
        result = score(np.array(labels), np.array(references), vectors, alarms)
        shares = f"top-1 {result.top1:.3f}, found {result.found:.3f}, wrong {result.wrong:.3f}"
        lines.append(f"{model.name}: {shares} where {alarms:.1%} of windows are named")
    return "\n".join(lines)


def window(picture: np.ndarray, rng: np.random.Generator) -> tuple[float, float, float, float]:
    height, width = picture.shape[:2]
    size, aspect = np.exp(rng.uniform(np.log(24), np.log(min(height, width) * 0.8))), np.exp(rng.uniform(-0.8, 0.8))
    w, h = min(width, size * np.sqrt(aspect)), min(height, size / np.sqrt(aspect))
    x, y = rng.uniform(0, width - w), rng.uniform(0, height - h)
    return (x, y, x + w, y + h)


def measure_regions(model: Path, material: Evaluation) -> str:
    session = session_of(model)
    photos = {id(photo): photo for photos in material.labelled.values() for photo in photos}.values()
    found, fixed, truth = [], [], []
    for photo in photos:
        scale, pixels = letterboxed(photo.picture)
        score_map, box = session.run(None, {"image": pixels})
        best = candidates(score_map[0, 0], box[0], 30)
        found.append(best / np.array([scale] * 4 + [1]))
        fixed.append(fixed_windows(photo.picture))
        truth.append(np.array([box for _, box in photo.boxes], np.float32).reshape(-1, 4))
    lines = []
    for name, boxes in ((model.name, found), ("30 fixed windows", fixed)):
        at = ", ".join(
            f"{recall(boxes, truth, count, least):.3f} (IoU {least}, {count} a photo)"
            for least in (0.5, 0.3)
            for count in (10, 30)
        )
        lines.append(f"{name}: recall of {sum(len(t) for t in truth)} boxes {at}")
    overlaps = [iou(true, boxes[:, :4]).max(1) for true, boxes in zip(truth, found, strict=True) if len(boxes)]
    hit = np.concatenate(overlaps)
    lines.append(f"{model.name}: median IoU of boxes found at .3: {np.median(hit[hit >= 0.3]):.3f}")
    return "\n".join(lines)


def letterboxed(picture: np.ndarray) -> tuple[float, np.ndarray]:
    """Longest side LONGEST, grey right and below up to a multiple of 32: float32 [1,3,H,W]."""
    height, width = picture.shape[:2]
    scale = LONGEST / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    padded = np.full((-(-size[1] // 32) * 32, -(-size[0] // 32) * 32, 3), GREY, np.uint8)
    padded[: size[1], : size[0]] = small
    return scale, padded.transpose(2, 0, 1)[None].astype(np.float32)


def fixed_windows(picture: np.ndarray) -> np.ndarray:
    """What a search without a network would try: the middle first, then a grid of squares at three scales."""
    height, width = picture.shape[:2]
    boxes = []
    for share, places in ((0.8, 1), (0.5, 2), (0.33, 3), (0.25, 4)):
        side = share * min(height, width)
        for y in np.linspace(0, 1, places) if places > 1 else (0.5,):
            for x in np.linspace(0, 1, places) if places > 1 else (0.5,):
                left, top = x * (width - side), y * (height - side)
                boxes.append([left, top, left + side, top + side, 1])
    return np.array(boxes, np.float32)[:30]


def session_of(model: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
