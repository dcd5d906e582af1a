"""Golden values of the small networks in network_twins.py, in float64.

    /usr/bin/python3 tooling/golden/network-twins.py [family ...]

writes packages/models/<family>/test/golden/twins.json, which describeTwin of @blockzoo/testkit reads.
"""

import json
import pathlib
import sys

import torch

from known_values import known_state, known_values, projection
from network_twins import TWINS

torch.set_default_dtype(torch.float64)
MODELS = pathlib.Path(__file__).parents[2] / "packages" / "models"


def shape_of(size):
    return tuple(map(int, size.split("x")))


def golden(create, sizes, training):
    net = create()
    net.load_state_dict(known_state(net), strict=True)
    net.eval()
    with torch.no_grad():
        outputs = {size: net(known_values("input.0", shape_of(size))).flatten().tolist() for size in sizes}
    net.train()
    gradients = {}
    for step in range(3):
        net.zero_grad()
        output = net(known_values(f"input.{step}", shape_of(training)))
        output = torch.cat([each.flatten() for each in output]) if isinstance(output, tuple) else output
        (output * known_values("weighting", tuple(output.shape))).sum().backward()
        if step == 0:
            gradients = {name: projection(value.grad) for name, value in net.named_parameters()}
    buffers = {name: projection(value) for name, value in net.named_buffers() if not name.endswith("num_batches_tracked")}
    return {"outputs": outputs, "training": training, "gradients": gradients, "buffers": buffers}


for family in sys.argv[1:] or TWINS:
    target = MODELS / family / "test" / "golden" / "twins.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({name: golden(*twin) for name, twin in TWINS[family].items()}, indent=1) + "\n")
