#!/usr/bin/env bash
# From nothing to ../models/*.onnx: an environment of its own, pinned packages, then every step that is not done yet.
#   bash training/train.sh [smoke|cpu|gpu] [more options of python -m logonet]
# Without a preset: gpu where PyTorch finds one, else cpu. Stopped, it goes on where it was when called again.
set -euo pipefail
cd "$(dirname "$0")"

cache=../.cache
venv=$cache/training-venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r requirements.txt
[ -d node_modules/simple-icons ] || npm ci --ignore-scripts --no-audit --no-fund

preset=${1:-}
if [ -n "$preset" ]; then shift; else
  preset=$("$venv/bin/python" -c 'import torch; print("gpu" if torch.cuda.is_available() else "cpu")')
fi
case $preset in
  gpu) steps=(joint) ;;
  smoke) steps=(crops embedding scenes regions joint) ;;
  *) steps=(crops embedding scenes regions) ;;
esac
exec "$venv/bin/python" -m logonet "${steps[@]}" --preset "$preset" "$@"
