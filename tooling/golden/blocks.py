"""Values and gradients of every case of a block by PyTorch in float64.

Reads the cases on standard input and writes, for each, the outputs and the gradients of sum(output * weights) with
respect to inputs and parameters, to standard output. Run by tooling/golden/blocks.ts.
"""

import json
import sys

import torch

from block_twins import TWINS

DTYPES = {"float32": torch.float64, "int32": torch.int64, "bool": torch.bool}


def tensor(value):
    return torch.tensor(value["data"], dtype=DTYPES[value["dtype"]]).reshape(value["shape"])


def numbers(values):
    return [float(f"{value:.15g}") if isinstance(value, float) else int(value) for value in values.flatten().tolist()]


def golden(case):
    inputs = {x["name"]: tensor(x) for x in case["inputs"]}
    state = {x["name"]: tensor(x) for x in case["state"]}
    known = {**inputs, **state}
    for name in case["gradients"]:
        known[name].requires_grad_(True)
    outputs = TWINS[case["title"]](*inputs.values(), state)
    if not isinstance(outputs, dict):
        outputs = {case["outputs"][0]["name"]: outputs}
    result = {
        "title": case["title"],
        "outputs": {name: numbers(value.detach()) for name, value in outputs.items()},
        "gradients": {},
    }
    if case["gradients"]:
        total = sum(
            (outputs[y["name"]] * torch.tensor(y["weights"], dtype=torch.float64).reshape(outputs[y["name"]].shape)).sum()
            for y in case["outputs"] if y["weights"] is not None
        )
        wanted = [known[name] for name in case["gradients"]]
        found = torch.autograd.grad(total, wanted, allow_unused=True)
        for name, value, gradient in zip(case["gradients"], wanted, found):
            result["gradients"][name] = numbers(torch.zeros_like(value) if gradient is None else gradient)
    return result


results = []
for each in json.load(sys.stdin):
    try:
        results.append(golden(each))
    except Exception as error:
        raise RuntimeError(f'{each["title"]}: {error!r}') from error
lines = ",\n".join(json.dumps(result, separators=(",", ":")) for result in results)
print("[\n" + lines + "\n]")
