# pip install onnxruntime opencv-python-headless numpy
"""YOLOX by onnxruntime and OpenCV as a careful Python user would write it: one thread each, no spinning, vectorised, buffers reused.

Reads file names from stdin, one a line; a blank line ends a round. For each round prints CPU seconds, wall seconds and detections.
"""
import sys
import time

import cv2
import numpy as np
import onnxruntime as ort

SIZE, SCORE, OVERLAP = 416, 0.3, 0.45

cv2.setNumThreads(1)
options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
options.add_session_config_entry("session.intra_op.allow_spinning", "0")
session = ort.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name

cells, steps = [], []
for stride in (8, 16, 32):
    side = SIZE // stride
    ys, xs = np.mgrid[:side, :side]
    cells.append(np.stack((xs, ys), 2).reshape(-1, 2))
    steps.append(np.full((side * side, 1), stride))
cells = np.concatenate(cells).astype(np.float32)
steps = np.concatenate(steps).astype(np.float32)

canvas = np.full((SIZE, SIZE, 3), 114, np.uint8)
tensor = np.empty((1, 3, SIZE, SIZE), np.float32)


def find(path):
    photo = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    height, width = photo.shape[:2]
    ratio = min(SIZE / height, SIZE / width)
    w, h = int(width * ratio), int(height * ratio)
    canvas.fill(114)
    cv2.resize(photo, (w, h), dst=canvas[:h, :w], interpolation=cv2.INTER_LINEAR)
    np.copyto(tensor[0], canvas.transpose(2, 0, 1))
    raw = session.run(None, {name: tensor})[0][0]
    good = np.flatnonzero(raw[:, 4] > SCORE)
    raw = raw[good]
    scores = raw[:, 4:5] * raw[:, 5:]
    rows, classes = np.nonzero(scores > SCORE)
    if rows.size == 0:
        return 0
    centres = (raw[rows, :2] + cells[good][rows]) * steps[good][rows]
    sizes = np.exp(raw[rows, 2:4]) * steps[good][rows]
    boxes = np.concatenate((centres - sizes / 2, sizes), 1) / ratio
    kept = cv2.dnn.NMSBoxesBatched(boxes.tolist(), scores[rows, classes].tolist(), classes.tolist(), SCORE, OVERLAP)
    return len(kept)


batch = []
for line in sys.stdin:
    path = line.rstrip("\n")
    if path:
        batch.append(path)
        continue
    cpu, wall = time.process_time(), time.perf_counter()
    found = sum(map(find, batch))
    print(time.process_time() - cpu, time.perf_counter() - wall, found, flush=True)
    batch = []
