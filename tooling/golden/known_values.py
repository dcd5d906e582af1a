"""Numbers that a name and their positions decide: the counterpart of packages/testkit/src/families/known-values.ts."""

import math

import numpy
import torch


def known_values(name, shape):
    """Between -1 and 1, as float32 holds them: a hash of 32 bits each."""
    mask = numpy.uint64(0xFFFFFFFF)
    key = 0
    for character in name:
        key = (key * 31 + ord(character)) & 0xFFFFFFFF
    index = numpy.arange(1, math.prod(shape) + 1, dtype=numpy.uint64)
    value = ((index * numpy.uint64(0x9E3779B1)) & mask) ^ numpy.uint64(key)
    for shift, factor in ((15, 0x85EBCA77), (13, 0xC2B2AE3D)):
        value = ((value ^ (value >> numpy.uint64(shift))) * numpy.uint64(factor)) & mask
    value ^= value >> numpy.uint64(16)
    values = (value.astype(numpy.float64) / 2**31 - 1).astype(numpy.float32)
    return torch.tensor(values.astype(numpy.float64)).reshape(shape)


def known_state(model):
    """Weights within the square root of 3 / fan-in, others within 0.5; variances and scales around 1."""
    state = {}
    for name, value in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        shape = tuple(value.shape)
        scale = 0.5 if len(shape) == 1 else math.sqrt(3 / math.prod(shape[1:]))
        is_scale = len(shape) == 1 and (name.endswith(".weight") or name.endswith("running_var"))
        state[name] = (known_values(name, shape) * scale + is_scale).to(torch.float32).to(torch.float64)
    return state


def projection(values):
    return float((values.detach() * known_values("projection", tuple(values.shape))).sum())
