"""Trains Limelight's logo networks: rendered logos in, `models/*.onnx` out."""
