"""What logos are made of: icons, fonts, photographs. Read once, kept in memory."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from .unseen_brands import is_unseen

ICON_SIDE = 160
LONGEST_BACKGROUND = 480


@dataclass(frozen=True)
class Icon:
    title: str
    colour: tuple[int, int, int]
    """Its brand's colour, sRGB."""
    mask: np.ndarray
    """uint8 alpha, cut to its ink."""


def icons(folder: Path, unseen: set[str]) -> tuple[list[Icon], list[str]]:
    """The icons of the npm package simple-icons (CC0), and the titles that were left out."""
    import resvg_py

    listed = json.loads((folder / "data" / "simple-icons.json").read_text())
    kept: list[Icon] = []
    left_out: list[str] = []
    for entry in listed:
        title = entry["title"]
        if is_unseen(title, unseen):
            left_out.append(title)
            continue
        path = folder / "icons" / f"{entry.get('slug') or slug(title)}.svg"
        if not path.exists():
            raise FileNotFoundError(f"{path}: simple-icons lists {title!r} but has no such file; run npm ci in training/")
        png = resvg_py.svg_to_bytes(svg_string=path.read_text(), width=ICON_SIDE, height=ICON_SIDE)
        mask = ink(np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"))[:, :, 3])
        if mask.size:
            value = entry["hex"]
            kept.append(Icon(title, (int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)), mask))
    return kept, left_out


def slug(title: str) -> str:
    """The file name that simple-icons gives to a title (titleToSlug of its sdk)."""
    named = {
        "+": "plus",
        ".": "dot",
        "&": "and",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "ĸ": "k",
        "ŀ": "l",
        "ł": "l",
        "ß": "ss",
        "ŧ": "t",
        "ø": "o",
    }
    text = "".join(named.get(letter, letter) for letter in title.lower())
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFD", text))


def ink(mask: np.ndarray) -> np.ndarray:
    """The part of an alpha mask that has ink; empty where there is none."""
    rows, columns = np.where(mask.max(1) > 40)[0], np.where(mask.max(0) > 40)[0]
    if len(rows) == 0:
        return mask[:0, :0]
    return np.ascontiguousarray(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def fonts(folder: Path) -> list[bytes]:
    """Latin faces of the @fontsource packages (OFL): regular and the boldest, upright."""
    faces: list[bytes] = []
    for package in sorted(folder.iterdir()):
        weights = sorted(package.glob("files/*-latin-[0-9]*-normal.woff2"), key=lambda path: int(path.stem.split("-")[-2]))
        for path in {weights[len(weights) // 2], weights[-1]} if weights else set():
            faces.append(path.read_bytes())
    if not faces:
        raise FileNotFoundError(f"{folder}: no fonts; run npm ci in training/")
    return faces


def photographs(folder: Path, pattern: str) -> list[np.ndarray]:
    """The photos of a folder, uint8 RGB, reduced to at most 480 px."""
    found = [read(path, LONGEST_BACKGROUND) for path in sorted(folder.glob(pattern))]
    if not found:
        raise FileNotFoundError(f"{folder}/{pattern}: no such photo; the training material belongs there")
    return found


def read(path: Path, longest: int) -> np.ndarray:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{path}: not a picture; remove it")
    scale = longest / max(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
