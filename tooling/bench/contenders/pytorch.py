"""One process of the same training step in PyTorch: pytorch.py PROBLEM THREADS WARM_UP STEPS

Prints a report as the last line; see process-report.ts.
"""

import base64
import json
import pathlib
import statistics
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

sys.path.append(str(pathlib.Path(__file__).parents[2] / "golden"))
from twins import AddingLstm, CifarResNet, LeNet5, load


NETWORKS = {
    "lenet5": (LeNet5, F.cross_entropy),
    "resnet20": (CifarResNet, F.cross_entropy),
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
    model = load(create(), {name: array(value) for name, value in problem["weights"].items()})
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
