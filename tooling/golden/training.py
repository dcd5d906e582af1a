"""Losses of ten training steps, and an LSTM's and a GRU's values and gradients, by PyTorch in float64.

Reads the scenarios on standard input (weights by name, batches) and writes losses and final logits to standard output.
Run by tooling/golden/training.ts.
"""

import json
import sys

import torch
from torch import nn
import torch.nn.functional as F

class ResNet20(nn.Module):
    class BasicBlock(nn.Module):
        def __init__(self, inside, channels, stride):
            super().__init__()
            self.conv1 = nn.Conv2d(inside, channels, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(channels)
            self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(channels)
            self.stride, self.new = stride, channels - inside

        def forward(self, x):
            y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
            shortcut = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.new // 2, self.new // 2))
            return F.relu(y + shortcut)

    def __init__(self):
        super().__init__()
        block = self.BasicBlock
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        for name, inside, channels, stride in [("layer1", 16, 16, 1), ("layer2", 16, 32, 2), ("layer3", 32, 64, 2)]:
            later = [block(channels, channels, 1) for _ in range(2)]
            setattr(self, name, nn.Sequential(block(inside, channels, stride), *later))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class Mlp(nn.Module):
    """4-16-3 with tanh; names as the state dict it is handed has them."""

    def __init__(self, names):
        super().__init__()
        self.stems = list(dict.fromkeys(name.rsplit(".", 1)[0] for name in names))
        sizes = [4, 16, 3]
        for stem, inside, outside in zip(self.stems, sizes, sizes[1:]):
            self.add_module(stem.replace(".", "_"), nn.Linear(inside, outside))

    def load(self, weights):
        self.load_state_dict({k.rsplit(".", 1)[0].replace(".", "_") + "." + k.rsplit(".", 1)[1]: v for k, v in weights.items()})

    def forward(self, x):
        for index, stem in enumerate(self.stems):
            x = self.get_submodule(stem.replace(".", "_"))(torch.tanh(x) if index else x)
        return x


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
        if scenario["twin"] == "mlp":
            model = Mlp(weights)
            model.load(weights)
        else:
            model = {"lenet5": LeNet5, "resnet20": ResNet20}[scenario["twin"]]()
            model.load_state_dict({**model.state_dict(), **weights} if scenario["twin"] == "resnet20" else weights, strict=True)
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
    module.load_state_dict({name: array(value) for name, value in scenario["weights"].items()}, strict=True)
    output, state = module(x)
    state = {"h": state[0][0], "c": state[1][0]} if scenario["twin"] == "lstm" else {"h": state[0]}
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
