"""Exports a network with torch.onnx, for any batch: export-onnx.py NETWORK PATH.onnx"""

import sys

import torch

from network import images, network

name, path = sys.argv[1:]
axes = {"input": {0: "N"}, "logits": {0: "N"}}
torch.onnx.export(
    network(name), images(name, 2), path, input_names=["input"], output_names=["logits"], dynamic_axes=axes, opset_version=17
)
