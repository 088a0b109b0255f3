"""Networks as ONNX files: one graph, normalisation inside, weights stored as float16 and computed as float32."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .embedding_net import Embedding
from .regions_net import Regions

SMALLEST = 64
"""Initialisers with fewer numbers stay float32: they weigh nothing."""


def export_embedding(net: Embedding, side: int, path: Path) -> None:
    axes = {"crops": {0: "n"}, "embedding": {0: "n"}}
    write(net, (torch.zeros(2, 3, side, side),), path, inputs=["crops"], outputs=["embedding"], axes=axes)


def export_regions(net: Regions, path: Path) -> None:
    axes = {"image": {2: "h", 3: "w"}, "score": {2: "h8", 3: "w8"}, "box": {2: "h8", 3: "w8"}}
    write(net, (torch.zeros(1, 3, 320, 384),), path, inputs=["image"], outputs=["score", "box"], axes=axes)


def write(
    net: torch.nn.Module,
    example: tuple[torch.Tensor, ...],
    path: Path,
    *,
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    names = {"input_names": inputs, "output_names": outputs, "dynamic_axes": axes}
    torch.onnx.export(net.eval(), example, str(beside), dynamo=False, opset_version=17, **names)
    model = onnx.load(str(beside))
    halve(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(beside))
    beside.replace(path)


def halve(model: onnx.ModelProto) -> None:
    """Half the file; a Cast beside each initialiser is folded when a session is made, so the speed is that of float32."""
    graph = model.graph
    casts = []
    for initialiser in graph.initializer:
        if initialiser.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(initialiser)
        if values.size < SMALLEST:
            continue
        if np.abs(values).max() > 6e4:
            raise ValueError(f"{initialiser.name}: {np.abs(values).max():g} does not fit into float16")
        name = initialiser.name
        initialiser.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
