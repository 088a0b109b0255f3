"""An identity is a logo: its shape and its own colours. Views of it differ only in what a camera and a printer do."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .material import ICON_SIDE, Icon, ink

Colour = tuple[int, int, int]
SYLLABLES = (
    "al ar be bo ca cor da den do el en fa fer ga gi go ha in ka ko la le lo lu ma mi mo na ne no o pa "
    "per po ra ri ro sa se so ta te ti to tri u va ve vi vo xi ya za zen"
).split()
PLATES = ("none", "none", "none", "circle", "square", "round")


@dataclass(frozen=True)
class Identity:
    name: str
    layers: tuple[np.ndarray, ...]
    """uint8 alpha masks of one size; each is printed in its own colour."""
    colours: tuple[Colour, ...]
    plate: str
    """`none`, or the shape that the logo always stands on."""
    plate_colour: Colour


def symbol(icon: Icon, rng: np.random.Generator) -> Identity:
    """An icon alone: in one colour, split in two colours, or on a badge in the brand's colour."""
    plate = PLATES[rng.integers(len(PLATES))]
    colour = icon.colour if plate == "none" else contrasting(icon.colour, rng)
    layers, colours = split(icon.mask, colour, rng)
    return Identity(icon.title, layers, colours, plate, icon.colour)


def wordmark(word: str, face: bytes, rng: np.random.Generator) -> Identity:
    """A name set in a font, with its own case, spacing, slant and colours."""
    mask = lettering(word, face, rng)
    plate = PLATES[rng.integers(len(PLATES))]
    colour = any_colour(rng)
    layers, colours = split(mask, colour if plate == "none" else contrasting(colour, rng), rng)
    return Identity(word, layers, colours, plate if plate != "circle" else "none", colour)


def lockup(icon: Icon, word: str, face: bytes, rng: np.random.Generator) -> Identity:
    """Symbol and name together, side by side or one above the other."""
    text = lettering(word, face, rng)
    beside = rng.random() < 0.55
    if beside:
        height = int(ICON_SIDE * rng.uniform(0.35, 0.8))
    else:
        height = max(12, int(text.shape[0] * icon.mask.shape[1] * rng.uniform(0.9, 1.6) / max(1, text.shape[1])))
    text = resized(text, height)
    gap = int(ICON_SIDE * rng.uniform(0.06, 0.22))
    high, wide = icon.mask.shape
    if beside:
        size = (max(high, text.shape[0]), wide + gap + text.shape[1])
        places = ((size[0] - high) // 2, 0, (size[0] - text.shape[0]) // 2, wide + gap)
    else:
        size = (high + gap + text.shape[0], max(wide, text.shape[1]))
        places = (0, (size[1] - wide) // 2, high + gap, (size[1] - text.shape[1]) // 2)
    layers = (np.zeros(size, np.uint8), np.zeros(size, np.uint8))
    layers[0][places[0] : places[0] + high, places[1] : places[1] + wide] = icon.mask
    layers[1][places[2] : places[2] + text.shape[0], places[3] : places[3] + text.shape[1]] = text
    second = icon.colour if rng.random() < 0.4 else ((20, 20, 20) if rng.random() < 0.6 else any_colour(rng))
    return Identity(f"{icon.title} + {word}", layers, (icon.colour, second), "none", icon.colour)


def lettering(word: str, face: bytes, rng: np.random.Generator) -> np.ndarray:
    """The ink of a word, about 72 px high letters. Words whose glyphs the font lacks come out as boxes, which is a logo too."""
    font = ImageFont.truetype(io.BytesIO(face), 72)
    spacing = int(rng.choice([0, 0, 0, 2, 6, 14]))
    if spacing:
        width = int(sum(font.getlength(letter) + spacing for letter in word)) + 60
    else:
        width = int(font.getlength(word)) + 60
    canvas = Image.new("L", (width, 170))
    draw = ImageDraw.Draw(canvas)
    if spacing:
        x = 24.0
        for letter in word:
            draw.text((x, 30), letter, fill=255, font=font)
            x += font.getlength(letter) + spacing
    else:
        draw.text((24, 30), word, fill=255, font=font, stroke_width=int(rng.choice([0, 0, 0, 2])))
    if rng.random() < 0.2:
        slant = float(rng.uniform(0.1, 0.3))
        canvas = canvas.transform(
            canvas.size, Image.Transform.AFFINE, (1, slant, -slant * 85, 0, 1, 0), Image.Resampling.BILINEAR
        )
    mask = ink(np.asarray(canvas))
    return mask if mask.size else np.full((40, 40), 255, np.uint8)


def invented_word(rng: np.random.Generator) -> str:
    word = "".join(SYLLABLES[i] for i in rng.integers(0, len(SYLLABLES), rng.integers(2, 5)))
    return (word, word.upper(), word.capitalize())[rng.integers(3)]


def split(mask: np.ndarray, colour: Colour, rng: np.random.Generator) -> tuple[tuple[np.ndarray, ...], tuple[Colour, ...]]:
    """A third of the logos have a second colour, on one side of a line through them."""
    if rng.random() > 0.33:
        return (mask,), (colour,)
    y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]]
    angle = rng.choice([0.0, np.pi / 2, rng.uniform(0, np.pi)])
    away = (x / mask.shape[1] - rng.uniform(0.3, 0.7)) * np.cos(angle) + (y / mask.shape[0] - rng.uniform(0.3, 0.7)) * np.sin(
        angle
    )
    first = np.where(away > 0, mask, 0).astype(np.uint8)
    return (first, mask - first), (colour, any_colour(rng))


def resized(mask: np.ndarray, height: int) -> np.ndarray:
    width = max(4, round(mask.shape[1] * height / mask.shape[0]))
    return np.asarray(Image.fromarray(mask).resize((width, height), Image.Resampling.BILINEAR))


def any_colour(rng: np.random.Generator) -> Colour:
    """Colours as logos have them: mostly saturated, often black."""
    if rng.random() < 0.25:
        return (15, 15, 15)
    hue, saturation, value = rng.random(), rng.uniform(0.5, 1), rng.uniform(0.35, 1)
    channel = [value * (1 - saturation * max(0.0, min(1.0, abs((hue * 6 + k) % 6 - 3) - 1))) for k in (3, 1, 5)]
    return (int(channel[0] * 255), int(channel[1] * 255), int(channel[2] * 255))


def contrasting(colour: Colour, rng: np.random.Generator) -> Colour:
    luma = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
    if luma > 170:
        return (15, 15, 15) if rng.random() < 0.7 else (170, 20, 30)
    return (255, 255, 255) if rng.random() < 0.8 else (255, 205, 20)
