import torch
import torch.nn.functional as F


def linear(x, s, name):
    return F.linear(x, s[f"{name}.weight"], s.get(f"{name}.bias"))


TWINS = {
    "Identity": lambda x, s: x * 1,
    "Dropout: eval mode": lambda x, s: F.dropout(x, 0.5, training=False) * 1,
    "Sequential: named stages": lambda x, s: linear(torch.tanh(linear(x, s, "fc1")), s, "fc2"),
    "Residual: identity": lambda x, s: x + linear(x, s, "body"),
    "Residual: projection": lambda x, s: linear(x, s, "shortcut") + linear(x, s, "body"),
    "Weight": lambda x, s: x * s["weight"],
    "Neuron: logistic": lambda x, s: torch.sigmoid(linear(x, s, "linear")),
    "Neuron: ReLU": lambda x, s: F.relu(linear(x, s, "linear")),
    "Gate: a value": lambda x, v, s: torch.sigmoid(linear(x, s, "control")) * v,
}
