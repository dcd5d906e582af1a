"""Values and gradients of every conformance case by PyTorch in float64.

Reads the cases on standard input and writes, for each, the outputs and the gradients of sum(output * weights) with
respect to the float inputs, to standard output. Run by tooling/golden/ops.ts.
"""

import json
import sys

import torch
import torch.nn.functional as F

DTYPES = {"float32": torch.float64, "int32": torch.int64, "bool": torch.bool}
UNARY = {
    "neg": torch.neg, "abs": torch.abs, "sign": torch.sign, "exp": torch.exp, "log": torch.log, "sqrt": torch.sqrt,
    "floor": torch.floor, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "erf": torch.erf,
    "not": torch.logical_not,
}
BINARY = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "pow": torch.pow, "maximum": torch.maximum,
    "minimum": torch.minimum, "equal": torch.eq, "less": torch.lt, "and": torch.logical_and, "or": torch.logical_or,
}


def divide(a, b):
    return torch.div(a, b) if a.is_floating_point() else torch.div(a, b, rounding_mode="trunc")


def reduce(name, x, axes, keepDimensions):
    if not axes:
        return x.clone()
    if name == "reduceMax":
        return x.amax(axes, keepDimensions)
    return (x.sum if name == "reduceSum" else x.mean)(axes, keepDimensions)


def matmul(a, b, transposeA, transposeB):
    return torch.matmul(a.transpose(-1, -2) if transposeA else a, b.transpose(-1, -2) if transposeB else b)


def padded(x, pads, value=0.0):
    """pads: [before, after] of the last axes of x."""
    return F.pad(x, [size for pair in reversed(pads) for size in pair], value=value)


def conv(x, weight, *bias, strides, dilations, padding, groups):
    function = [F.conv1d, F.conv2d, F.conv3d][len(strides) - 1]
    return function(padded(x, padding), weight, *bias, stride=strides, dilation=dilations, groups=groups)


def conv_transpose(x, weight, *bias, strides, dilations, padding, outputPadding, groups):
    function = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d][len(strides) - 1]
    full = function(x, weight, stride=strides, dilation=dilations, groups=groups)
    y = padded(full, [[-before, extra - after] for (before, after), extra in zip(padding, outputPadding)])
    return y + bias[0].reshape(1, -1, *[1] * len(strides)) if bias else y


def is_symmetric(padding):
    return all(before == after for before, after in padding)


def max_pool(x, kernel, strides, padding, dilations, ceilMode):
    function = [F.max_pool1d, F.max_pool2d, F.max_pool3d][len(kernel) - 1]
    if is_symmetric(padding):
        values, switches = function(x, kernel, strides, [p[0] for p in padding], dilations, ceilMode, True)
        return values, switches
    assert not ceilMode
    values, switches = function(padded(x, padding, -float("inf")), kernel, strides, 0, dilations, False, True)
    sizes = x.shape[2:]
    wide = [size + sum(pads) for size, pads in zip(sizes, padding)]
    index, rest = torch.zeros_like(switches), switches
    factor = 1
    for size, whole, (before, _) in reversed(list(zip(sizes, wide, padding))):
        index = index + (rest % whole - before) * factor
        rest, factor = rest // whole, factor * size
    return values, index


def average_pool(x, kernel, strides, padding, countIncludePad, ceilMode, dilations):
    assert all(step == 1 for step in dilations)
    function = [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][len(kernel) - 1]
    if is_symmetric(padding):
        return function(x, kernel, strides, [p[0] for p in padding], ceilMode, countIncludePad)
    assert not ceilMode
    total = function(padded(x, padding), kernel, strides)
    return total if countIncludePad else total / function(padded(torch.ones_like(x), padding), kernel, strides)


def slices(x, axes, starts, ends, steps):
    for axis, start, end, step in zip(axes, starts, ends, steps):
        size = x.shape[axis]
        stop = None if step < 0 and (end is None or end < 0) else (size if end is None else end)
        positions = list(range(size))[slice(start, stop, step)]
        x = x.index_select(axis, torch.tensor(positions, dtype=torch.int64))
    return x


def gather(x, indices, axis):
    picked = x.index_select(axis, indices.flatten())
    return picked.reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1:])


def scatter_add(indices, updates, shape, axis):
    rank = indices.dim()
    flat = updates.reshape(*updates.shape[:axis], indices.numel(), *updates.shape[axis + rank:])
    return torch.zeros(shape, dtype=updates.dtype).index_add(axis, indices.flatten(), flat)


def scan(case, inputs):
    name = case["case"]
    if name.startswith("running sum"):
        carry, sequence = inputs
        order = range(len(sequence))
        outputs, histories = [None] * len(sequence), [None] * len(sequence)
        for step in reversed(order) if "reverse" in name else order:
            histories[step] = carry
            outputs[step] = carry = carry + sequence[step]
        return carry, torch.stack(outputs), torch.stack(histories)
    hidden, sequence, matrix = inputs
    outputs, histories = [], []
    for x in sequence:
        histories.append(hidden)
        new = torch.tanh(hidden @ matrix + x)
        outputs.append(new + hidden)
        hidden = new
    return hidden, torch.stack(outputs), torch.stack(histories)


def run(case, inputs):
    op, a = case["op"], case["attributes"]
    if op in UNARY:
        return UNARY[op](*inputs)
    if op in BINARY:
        return BINARY[op](*inputs)
    if op.startswith("reduce"):
        return reduce(op, *inputs, **a)
    table = {
        "div": lambda: divide(*inputs),
        "cast": lambda: inputs[0].trunc().to(DTYPES[a["to"]]) if a["to"] == "int32" and inputs[0].is_floating_point() else inputs[0].to(DTYPES[a["to"]]),
        "where": lambda: torch.where(*inputs),
        "argMax": lambda: inputs[0].argmax(a["axis"], a["keepDimensions"]),
        "matMul": lambda: matmul(*inputs, **a),
        "conv": lambda: conv(*inputs, **a),
        "convTranspose": lambda: conv_transpose(*inputs, **a),
        "maxPool": lambda: max_pool(*inputs, **a),
        "averagePool": lambda: average_pool(*inputs, **a),
        "reshape": lambda: inputs[0].reshape(a["shape"]),
        "transpose": lambda: inputs[0].permute(a["permutation"]),
        "expand": lambda: inputs[0].expand(a["shape"]),
        "concat": lambda: torch.cat(inputs, a["axis"]),
        "slice": lambda: slices(inputs[0], **a),
        "split": lambda: torch.split(inputs[0], a["sizes"], a["axis"]),
        "pad": lambda: padded(inputs[0], a["pads"], a["value"]) if inputs[0].dim() else inputs[0].clone(),
        "gather": lambda: gather(*inputs, **a),
        "scatterAdd": lambda: scatter_add(*inputs, **a),
        "gatherElements": lambda: torch.gather(inputs[0], a["axis"], inputs[1]),
        "scatterElementsAdd": lambda: torch.zeros(a["shape"], dtype=inputs[1].dtype).scatter_add(a["axis"], *inputs),
        "iota": lambda: torch.arange(a["length"]),
        "scan": lambda: scan(case, inputs),
        "stopGradient": lambda: inputs[0].clone(),
        "customGradient": lambda: tuple(inputs[: a["outputs"]]),
    }
    return table[op]()


def numbers(tensor):
    return [float(f"{value:.15g}") if isinstance(value, float) else int(value) for value in tensor.flatten().tolist()]


def encode(values):
    """JSON has no infinities."""
    return [str(value) if isinstance(value, float) and abs(value) == float("inf") or value != value else value for value in values]


def golden(case):
    inputs = [
        torch.tensor(x["data"], dtype=DTYPES[x["dtype"]]).reshape(x["shape"]) for x in case["inputs"]
    ]
    floats = [x for x in inputs if x.is_floating_point()]
    for x in floats:
        x.requires_grad_(case["gradient"])
    outputs = run(case, inputs)
    outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
    result = {"title": case["title"], "outputs": [encode(numbers(y.detach())) for y in outputs]}
    if case["gradient"]:
        total = sum(
            (y.double() * torch.tensor(w, dtype=torch.float64).reshape(y.shape)).sum()
            for y, w in zip(outputs, case["weights"]) if w is not None
        )
        gradients = torch.autograd.grad(total, floats, allow_unused=True)
        result["gradients"] = [
            numbers(torch.zeros_like(x) if g is None else g) for x, g in zip(floats, gradients)
        ]
    return result


results = []
for each in json.load(sys.stdin):
    try:
        results.append(golden(each))
    except Exception as error:
        raise RuntimeError(f'{each["title"]}: {error}') from error
lines = ",\n".join(json.dumps(result, separators=(",", ":")) for result in results)
print("[\n" + lines + "\n]")
