"""One printing of a logo: an RGBA picture, with the colours, plate and finish of this view."""

from __future__ import annotations

import cv2
import numpy as np

from .identities import Colour, Identity, any_colour, contrasting

OWN_COLOURS = 0.6
"""Share of views in the logo's own colours. Fully random colours taught the network to ignore colour."""


def print_logo(logo: Identity, longest: int, rng: np.random.Generator) -> np.ndarray:
    """RGBA uint8 whose longest side is about `longest` px, the logo's ink or plate reaching its edges."""
    layers = [fit(layer, longest) for layer in logo.layers]
    colours, plate, plate_colour = scheme(logo, rng)
    height, width = layers[0].shape
    margin = int(max(height, width) * rng.uniform(0.08, 0.3)) if plate != "none" else 0
    side = max(height, width) if plate == "circle" else 0
    size = (max(height, side) + 2 * margin, max(width, side) + 2 * margin)
    picture = np.zeros((*size, 4), np.uint8)
    if plate != "none":
        paint_plate(picture, plate, plate_colour)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    inside = picture[top : top + height, left : left + width]
    for layer, colour in zip(layers, colours, strict=True):
        over(inside, layer, colour)
    if rng.random() < 0.12:
        finish(picture, rng)
    return fit(picture, longest)


def scheme(logo: Identity, rng: np.random.Generator) -> tuple[tuple[Colour, ...], str, Colour]:
    """The colours of a view: its own, or what merchandise makes of them: one ink, inverted, any colour."""
    if rng.random() < OWN_COLOURS:
        return logo.colours, logo.plate, logo.plate_colour
    kind = rng.random()
    count = len(logo.colours)
    if kind < 0.35:
        ink: Colour = (250, 250, 250) if rng.random() < 0.6 else (12, 12, 12)
        return (ink,) * count, "none", ink
    if kind < 0.7:
        plate = ("square", "round", "circle")[rng.integers(3)] if logo.plate == "none" else logo.plate
        ground = logo.colours[0] if logo.plate == "none" else logo.plate_colour
        return (contrasting(ground, rng),) * count, plate, ground
    if kind < 0.85:
        ground = (250, 250, 250) if rng.random() < 0.6 else any_colour(rng)
        return logo.colours, "square", ground
    colour = any_colour(rng)
    return (colour,) * count, logo.plate, contrasting(colour, rng)


def paint_plate(picture: np.ndarray, shape: str, colour: Colour) -> None:
    height, width = picture.shape[:2]
    paint = (*colour, 255)
    if shape == "circle":
        cv2.ellipse(picture, (width // 2, height // 2), (width // 2, height // 2), 0, 0, 360, paint, -1, cv2.LINE_AA)
    elif shape == "round":
        r = max(1, min(height, width) // 5)
        cv2.rectangle(picture, (r, 0), (width - r, height), paint, -1)
        cv2.rectangle(picture, (0, r), (width, height - r), paint, -1)
        for x in (r, width - r - 1):
            for y in (r, height - r - 1):
                cv2.circle(picture, (x, y), r, paint, -1, cv2.LINE_AA)
    else:
        picture[:] = paint


def over(picture: np.ndarray, mask: np.ndarray, colour: Colour) -> None:
    """Ink on what is there (RGBA, in place)."""
    alpha = mask.astype(np.float32)[:, :, None] / 255
    ink = np.asarray(colour, np.float32)
    under = picture[:, :, 3:].astype(np.float32) / 255
    # Where nothing was below, the ink's own colour goes under its soft edge too, so that no black seam shows.
    ground = np.where(under > 0, picture[:, :, :3].astype(np.float32), ink)
    picture[:, :, :3] = (ground * (1 - alpha) + ink * alpha).astype(np.uint8)
    picture[:, :, 3:] = np.maximum(picture[:, :, 3:], mask[:, :, None])


def finish(picture: np.ndarray, rng: np.random.Generator) -> None:
    """Embossed, engraved or lit from one side: light and shade along the edges of the ink (in place)."""
    luma = picture[:, :, :3].astype(np.float32).mean(2) * (picture[:, :, 3] / np.float32(255))
    edge = cv2.Sobel(luma, cv2.CV_32F, 1, 0) * rng.uniform(-1, 1) + cv2.Sobel(luma, cv2.CV_32F, 0, 1) * rng.uniform(-1, 1)
    flat = rng.random() < 0.4
    colour = picture[:, :, :3].astype(np.float32)
    if flat:
        colour = colour * 0.15 + colour.mean((0, 1)) * 0.85
    picture[:, :, :3] = np.clip(colour + edge[:, :, None] * rng.uniform(0.15, 0.5), 0, 255).astype(np.uint8)


def fit(picture: np.ndarray, longest: int) -> np.ndarray:
    scale = longest / max(picture.shape[:2])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
