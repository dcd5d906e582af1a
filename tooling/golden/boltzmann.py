"""What restricted Boltzmann machines learn from one step of contrastive divergence, noise being given.

Writes packages/models/rbm/test/golden/contrastive-divergence.json: free energies of the data, the chain's end, and the statistics
<v h>0 - <v h>1 with their signs turned, which are the gradients of the loss, by their formulas and not by differentiating.
Parameters, data and noise are known to both sides by name. Made with PyTorch 1.13 (float64, one thread):

    /usr/bin/python3 tooling/golden/boltzmann.py
"""

import json
import pathlib

import torch

from known_values import known_values

TARGET = pathlib.Path(__file__).parents[2] / "packages/models/rbm/test/golden/contrastive-divergence.json"
ROWS, VISIBLE, HIDDEN = 4, 6, 5


def uniform(name, *shape):
    return (known_values(name, shape) + 1) / 2


def noise(kind, name, *shape):
    return uniform(name, *shape) if kind == "bernoulli" else 1.5 * known_values(name, shape)


def mean(kind, activation):
    return torch.sigmoid(activation) if kind == "bernoulli" else activation


def sample(kind, expected, drawn):
    return (drawn < expected).double() if kind == "bernoulli" else expected + drawn


def case(visible_units, hidden_units):
    weight = known_values("weight", (VISIBLE, HIDDEN))
    a = known_values("visibleBias", (VISIBLE,))
    b = known_values("hiddenBias", (HIDDEN,))
    v0 = uniform("data", ROWS, VISIBLE)
    p0 = mean(hidden_units, b + v0 @ weight)
    h0 = sample(hidden_units, p0, noise(hidden_units, "hiddenNoise", ROWS, HIDDEN))
    v1 = sample(visible_units, mean(visible_units, a + h0 @ weight.T), noise(visible_units, "visibleNoise", ROWS, VISIBLE))
    p1 = mean(hidden_units, b + v1 @ weight)
    if hidden_units == "bernoulli":
        hidden_gradient = -(p0.mean(0) - p1.mean(0))
    else:  # its energy is (h - b)²/2, of which the mean of h - b is left
        hidden_gradient = -((p0 - b).mean(0) - (p1 - b).mean(0))
    own = -(v0 @ a) if visible_units == "bernoulli" else ((v0 - a) ** 2).sum(1) / 2
    inputs = b + v0 @ weight
    if hidden_units == "bernoulli":
        summed = torch.nn.functional.softplus(inputs).sum(1)
    else:
        summed = ((inputs**2 - b**2) / 2).sum(1) + HIDDEN * torch.log(torch.tensor(2 * torch.pi)) / 2
    numbers = lambda x: x.flatten().tolist()
    return {
        "visibleUnits": visible_units,
        "hiddenUnits": hidden_units,
        "freeEnergy": numbers(own - summed),
        "end": numbers(v1),
        "gradients": {
            "weight": numbers(-(v0.T @ p0 - v1.T @ p1) / ROWS),
            "visibleBias": numbers(-(v0.mean(0) - v1.mean(0))),
            "hiddenBias": numbers(hidden_gradient),
        },
    }


torch.set_default_dtype(torch.float64)
cases = [case("bernoulli", "bernoulli"), case("gaussian", "bernoulli"), case("bernoulli", "gaussian")]
TARGET.write_text(json.dumps({"rows": ROWS, "visible": VISIBLE, "hidden": HIDDEN, "cases": cases}, indent=1) + "\n")
