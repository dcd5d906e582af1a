"""Reads the files of weights that this project writes."""

import json
import pathlib
import struct

import numpy


def read_safetensors(path) -> dict:
    """Tensors by name, in float64."""
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        kind = {"F16": "<f2", "F32": "<f4"}[entry["dtype"]]
        tensors[name] = numpy.frombuffer(data[begin:end], kind).reshape(entry["shape"]).astype(numpy.float64)
    return tensors
