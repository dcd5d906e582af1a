"""One process of the same training step in PyTorch: pytorch.py PROBLEM THREADS WARM_UP STEPS"""

import base64

import torch
from torch import nn
import torch.nn.functional as F

# First, since it shows the way to the twins.
from run_steps import run_steps
from twins import AddingLstm, CifarResNet, LeNet5, load


def vgg_mini():
    # Needs torchvision, which the others do not.
    from network_twins import small_vgg

    return small_vgg([8, "M", 16, "M", 32, 32, "M", 64, 64, "M"], 1, 2, [64], 10)


def resnet18():
    from torchvision.models import resnet18

    return resnet18()


NETWORKS = {
    "lenet5": (LeNet5, F.cross_entropy),
    "vgg-mini": (vgg_mini, F.cross_entropy),
    "resnet20": (CifarResNet, F.cross_entropy),
    "resnet18": (resnet18, F.cross_entropy),
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


def prepare(problem):
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
        return [loss.item()]

    return step


run_steps(prepare)
