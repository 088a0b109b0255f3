"""What lies between a print and a photo of it: perspective, curvature, light, things in front, blur, noise, JPEG."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Seen:
    """A print as it is seen: RGBA of the size of the view, and the corners of its ink's bounding box."""

    rgba: np.ndarray
    box: tuple[float, float, float, float]


def place(art: np.ndarray, matrix: np.ndarray, size: tuple[int, int], bend: float) -> Seen:
    """Warps RGBA art by a homography (art to view, pixels), its plane bent around a vertical cylinder before.

    size: height and width of the view. bend: 0 flat, 1 a half cylinder. The box is empty (all 0) where nothing is in view.
    """
    if bend > 0.05:
        art = cylinder(art, bend)
    rgba = cv2.warpPerspective(art, matrix, (size[1], size[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return Seen(rgba, ink_box(rgba[:, :, 3]))


def ink_box(alpha: np.ndarray) -> tuple[float, float, float, float]:
    rows, columns = np.where(alpha.max(1) > 60)[0], np.where(alpha.max(0) > 60)[0]
    if len(rows) == 0:
        return (0.0, 0.0, 0.0, 0.0)
    return (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def cylinder(art: np.ndarray, bend: float) -> np.ndarray:
    """The print on a can: columns crowd together towards the sides, rows sag."""
    height, width = art.shape[:2]
    half = bend * np.pi / 2
    x = np.linspace(-1, 1, width, dtype=np.float32)
    source = np.arcsin(x * np.sin(half)) / half
    sag = (1 - np.sqrt(1 - (x * np.sin(half)) ** 2)) * bend * height * 0.25
    across = np.broadcast_to((source + 1) / 2 * (width - 1), (height, width)).astype(np.float32)
    down = (np.arange(height, dtype=np.float32)[:, None] * (1 + sag.max() / height) - sag[None, :]).astype(np.float32)
    return cv2.remap(art, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)


def homography(art: tuple[int, int], centre: tuple[float, float], longest: float, rng: np.random.Generator) -> np.ndarray:
    """A view from somewhere in front: turned, tilted, stretched a little; the print's longest side about `longest` px."""
    height, width = art
    if rng.random() < 0.08:
        angle = rng.choice([-np.pi / 2, np.pi / 2, np.pi]) + rng.normal(0, 0.1)
    else:
        angle = rng.normal(0, 0.14)
    scale = longest / max(height, width)
    stretch = np.exp(rng.normal(0, 0.1))
    corners = np.array([[-width / 2, -height / 2], [width / 2, -height / 2], [width / 2, height / 2], [-width / 2, height / 2]])
    corners = corners * [scale * stretch, scale / stretch]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = corners @ turn.T
    corners += rng.normal(0, rng.choice([0.01, 0.04, 0.08]), corners.shape) * longest
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(source, (corners + np.asarray(centre)).astype(np.float32))


def lay(view: np.ndarray, seen: Seen, rng: np.random.Generator) -> None:
    """Lays a print on a photo (uint8 RGB, in place) in the photo's light: its folds and shadows show through."""
    left, top, right, bottom = (int(value) for value in seen.box)
    if right <= left or bottom <= top:
        return
    part = view[top:bottom, left:right]
    rgba = seen.rgba[top:bottom, left:right].astype(np.float32)
    under = part.astype(np.float32)
    ink = rgba[:, :, :3]
    texture = rng.choice([0.0, 0.0, 0.4, 0.9])
    if texture:
        luma = under.mean(2, keepdims=True)
        ink = ink * (1 - texture + texture * np.clip(luma / max(30.0, float(luma.mean())), 0.4, 1.6))
    ink = ink * light(part.shape[:2], rng)[:, :, None]
    alpha = rgba[:, :, 3:] / 255 * rng.choice([1.0, 1.0, rng.uniform(0.6, 1)])
    part[:] = np.clip(under * (1 - alpha) + ink * alpha, 0, 255).astype(np.uint8)


def light(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A smooth field of brightness, about 1."""
    coarse = rng.normal(rng.uniform(0.75, 1.05), rng.choice([0.02, 0.08, 0.18]), (3, 3)).astype(np.float32)
    return np.clip(cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC), 0.2, 1.5)


def hide(view: np.ndarray, seen: Seen, patch: np.ndarray, rng: np.random.Generator) -> None:
    """Puts something in front (in place): a piece of another photo over at most 40 % of the box."""
    left, top, right, bottom = seen.box
    width, height = right - left, bottom - top
    share = rng.uniform(0.08, 0.4)
    if rng.random() < 0.5:
        w, h = width * share, height * 1.3
    else:
        w, h = width * np.sqrt(share), height * np.sqrt(share)
    x, y = left + rng.uniform(0, max(1.0, width - w)), top + rng.uniform(-0.1, 1) * max(0.0, height - h)
    x0, y0 = max(0, int(x)), max(0, int(y))
    x1, y1 = min(view.shape[1], int(x + w)), min(view.shape[0], int(y + h))
    if x1 > x0 and y1 > y0:
        view[y0:y1, x0:x1] = cv2.resize(patch, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)


def expose(view: np.ndarray, rng: np.random.Generator, softness: float = 1.0) -> np.ndarray:
    """Exposure, white balance, blur, noise and JPEG of a phone. softness scales the blur (1 for a crop of about 100 px)."""
    image = view.astype(np.float32)
    image = image * (np.exp(rng.normal(0, 0.18)) * np.exp(rng.normal(0, 0.05, 3)))
    image = (image - 128) * rng.uniform(0.75, 1.2) + 128 + rng.normal(0, 8)
    kind = rng.random()
    if kind < 0.35:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.5) * softness)
    elif kind < 0.45:
        length = int(rng.integers(2, max(3, int(6 * softness))))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2, :] = 1 / length
        image = cv2.filter2D(image, -1, kernel if rng.random() < 0.6 else np.ascontiguousarray(kernel.T))
    if rng.random() < 0.4:
        image = image + rng.normal(0, rng.uniform(1, 9), image.shape).astype(np.float32)
    image = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        _, stored = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 95))])
        image = cv2.imdecode(stored, cv2.IMREAD_COLOR)
    return image
