"""Loads weights that blockzoo wrote into a PyTorch module, strictly, and prints what the module then computes.

    tooling/golden/weights.ts runs it: the names of files on the command line.
"""

import collections
import json
import pathlib
import struct
import sys

import torch


def read_safetensors(path):
    """The format's description in a few lines, for want of its package."""
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    types = {"F32": torch.float32, "F16": torch.float16, "I32": torch.int32, "BOOL": torch.bool}
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def network():
    layers = collections.OrderedDict(
        conv=torch.nn.Conv2d(2, 3, 3), bn=torch.nn.BatchNorm2d(3), flat=torch.nn.Flatten(), fc=torch.nn.Linear(12, 2)
    )
    return torch.nn.Sequential(layers).eval()


outputs = {}
for path in sys.argv[1:]:
    weights = read_safetensors(path) if path.endswith(".safetensors") else torch.load(path, weights_only=True)
    module = network()
    # `_metadata` is an attribute of PyTorch's own state dicts; without it, num_batches_tracked need not be there.
    module.load_state_dict(weights, strict=True)
    x = (torch.arange(32, dtype=torch.float32) * 37 % 101 / 101).reshape(1, 2, 4, 4)
    outputs[pathlib.Path(path).name] = module(x).flatten().tolist()
print(json.dumps(outputs))
