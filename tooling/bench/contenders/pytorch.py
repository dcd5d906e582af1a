"""One process of the same training step in PyTorch: pytorch.py PROBLEM THREADS WARM_UP STEPS

Prints a report as the last line; see process-report.ts.
"""

import base64
import json
import statistics
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class BasicBlock(nn.Module):
    def __init__(self, inside, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.stride, self.added = stride, (channels - inside) // 2

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.stride != 1:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.added, self.added))
        return F.relu(y + x)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        widths = [16] * 4 + [32] * 3 + [64] * 3
        pairs = zip(widths, widths[1:])
        self.blocks = nn.Sequential(*(BasicBlock(inside, width, width // inside) for inside, width in pairs))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        return self.fc(self.blocks(F.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


class AddingLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(2, 48), nn.Linear(48, 1)

    def forward(self, x):
        return self.head(self.lstm(x)[1][0][0])


NETWORKS = {
    "lenet5": (LeNet5, F.cross_entropy),
    "resnet20": (ResNet20, F.cross_entropy),
    "lstm": (AddingLstm, F.mse_loss),
}


def array(value):
    dtype = {"float32": torch.float32, "int32": torch.int32}[value["dtype"]]
    data = torch.frombuffer(bytearray(base64.b64decode(value["data"])), dtype=dtype).reshape(value["shape"])
    return data.long() if dtype == torch.int32 else data


def optimizer_of(settings, parameters):
    if settings["rule"] == "adam":
        return torch.optim.Adam(parameters, lr=settings["learningRate"])
    return torch.optim.SGD(
        parameters, lr=settings["learningRate"], momentum=settings["momentum"], weight_decay=settings["weightDecay"]
    )


def main():
    path, threads, warm_up, steps = sys.argv[1], *map(int, sys.argv[2:])
    torch.set_num_threads(threads)
    with open(path) as file:
        problem = json.load(file)
    create, loss_of = NETWORKS[problem["workload"]]
    model = create()
    weights = {name: array(value) for name, value in problem["weights"].items()}
    # Ours has no num_batches_tracked; everything else must match.
    counters = {name: value for name, value in model.state_dict().items() if name.endswith("num_batches_tracked")}
    model.load_state_dict({**counters, **weights}, strict=True)
    optimizer = optimizer_of(problem["optimizer"], model.parameters())
    x, y, limit = array(problem["x"]), array(problem["y"]), problem["clipNorm"]

    def step():
        loss = loss_of(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        if limit is not None:
            nn.utils.clip_grad_norm_(model.parameters(), limit)
        optimizer.step()
        return loss.item()

    losses = [step() for _ in range(warm_up)]
    milliseconds = []
    for _ in range(steps):
        start = time.perf_counter()
        loss = step()
        milliseconds.append(1000 * (time.perf_counter() - start))
        losses.append(loss)
    report = {
        "runtime": f"PyTorch {torch.__version__}",
        "losses": losses,
        "milliseconds": statistics.median(milliseconds),
    }
    print(json.dumps(report))


main()
