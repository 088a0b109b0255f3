"""RapidOCR as its users run it: reads paths from stdin, a line each; answers each with a line of JSON.

pip install rapidocr-onnxruntime==1.4.4 (onnxruntime and opencv-python as it asks for)
Usage: rapidocr.py [THREADS]   (default: RapidOCR's own setting, all cores)
"""

import json
import os
import sys
import time

from rapidocr_onnxruntime import RapidOCR

threads = {"intra_op_num_threads": int(sys.argv[1]), "inter_op_num_threads": 1} if len(sys.argv) > 1 else {}
engine = RapidOCR(**threads)
for line in sys.stdin:
    cpu, wall = os.times(), time.perf_counter()
    lines, _ = engine(line.rstrip("\n"))
    now = os.times()
    answer = {
        "cpu": 1000 * (now.user + now.system - cpu.user - cpu.system),
        "wall": 1000 * (time.perf_counter() - wall),
        "lines": [{"quad": quad, "text": text, "score": float(score)} for quad, text, score in lines or []],
    }
    print(json.dumps(answer), flush=True)
