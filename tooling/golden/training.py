"""Losses of ten training steps, and an LSTM's and a GRU's values and gradients, by PyTorch in float64.

Reads the scenarios on standard input (weights by name, batches) and writes losses and final logits to standard output.
Run by tooling/golden/training.ts.
"""

import json
import sys

import torch
from torch import nn
import torch.nn.functional as F

from twins import CifarResNet, LeNet5, Mlp, load

NETWORKS = {"mlp": lambda: Mlp(4, 16, 3), "lenet5": LeNet5, "resnet20": CifarResNet}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-4),
    "sgdSmallSteps": lambda p: torch.optim.SGD(p, lr=0.001, momentum=0.9, weight_decay=1e-4),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3),
    "adamW": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.01),
}


def array(value):
    dtype = torch.int64 if value["dtype"] == "int32" else torch.get_default_dtype()
    return torch.tensor(value["data"], dtype=dtype).reshape(value["shape"])


def train(scenario):
    weights = {name: array(value) for name, value in scenario["weights"].items()}
    results = {}
    for name in scenario["optimizers"]:
        model = load(NETWORKS[scenario["twin"]](), weights)
        optimizer = OPTIMIZERS[name](model.parameters())
        losses = []
        for batch in scenario["batches"]:
            loss = F.cross_entropy(model(array(batch["x"])), array(batch["y"]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        results[name] = {"losses": losses}
        model.eval()
        results[name]["logits"] = model(array(scenario["batches"][0]["x"])).detach().flatten().tolist()
    return results


def recur(scenario):
    x = array(scenario["x"]).requires_grad_()
    module = {"lstm": nn.LSTM, "gru": nn.GRU}[scenario["twin"]](x.shape[2], scenario["hidden"])
    load(module, {name: array(value) for name, value in scenario["weights"].items()})
    output, state = module(x)
    state = {"h": state[0], "c": state[1]} if scenario["twin"] == "lstm" else {"h": state}
    total = (output * array(scenario["weighting"])).sum() + sum(value.sum() for value in state.values())
    named = dict(module.named_parameters())
    gradients = torch.autograd.grad(total, [x, *named.values()])
    values = {"output": output, **{f"state.{k}": v for k, v in state.items()}}
    values.update({f"gradient.{k}": v for k, v in zip(["x", *named], gradients)})
    return {name: value.detach().flatten().tolist() for name, value in values.items()}


def in_precision(dtype, scenario):
    torch.set_default_dtype(dtype)
    return recur(scenario) if "hidden" in scenario else train(scenario)


def golden(name, scenario):
    """Values in float64; a scenario in which PyTorch's own float32 does not follow them tests nothing and is refused."""
    exact, rounded = (in_precision(dtype, scenario) for dtype in (torch.float64, torch.float32))
    for optimizer in scenario.get("optimizers", []):
        apart = max(abs(a - b) for a, b in zip(exact[optimizer]["losses"], rounded[optimizer]["losses"]))
        assert apart < 1e-5, f"{name}, {optimizer}: float32 leaves float64 by {apart:.1e}"
    return exact


scenarios = json.load(sys.stdin)
print(json.dumps({name: golden(name, each) for name, each in scenarios.items()}, indent=1))
