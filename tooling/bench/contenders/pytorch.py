"""One process of the same training step in PyTorch: pytorch.py PROBLEM THREADS WARM_UP STEPS"""

import math
from functools import partial

import torch
from torch import nn
import torch.nn.functional as F

# First, since it shows the way to the twins.
from run_steps import run_steps
from boltzmann import RestrictedBoltzmann, contrast
from sequence_networks import AcousticModel, ReversingDecoder, SequenceLstm
from twins import AddingLstm, CifarResNet, LeNet5, load


def vgg_mini():
    # Needs torchvision, which the others do not.
    from network_twins import small_vgg

    return small_vgg([8, "M", 16, "M", 32, 32, "M", 64, 64, "M"], 1, 2, [64], 10)


def torchvision_net(name):
    from torchvision.models import get_model

    return get_model(name)


def supervised(loss):
    return lambda model, batch: loss(model(batch["x"]), batch["y"])


def attention_loss(model, batch):
    scores = model(batch["source"], batch["shifted"])
    return F.cross_entropy(scores.transpose(1, 2), batch["target"])


def ctc_loss(model, batch):
    scores = model(batch["x"], batch["lengths"]).log_softmax(2)
    return F.ctc_loss(scores, batch["y"], model.output_lengths(batch["lengths"]), batch["labels"])


NETWORKS = {
    "lenet5": (LeNet5, supervised(F.cross_entropy)),
    "vgg-mini": (vgg_mini, supervised(F.cross_entropy)),
    "cifar-resnet": (CifarResNet, supervised(F.cross_entropy)),
    **{name: (partial(torchvision_net, name), supervised(F.cross_entropy)) for name in ("resnet18", "resnet50", "resnet152")},
    "adding-lstm": (AddingLstm, supervised(F.mse_loss)),
    "sequence-lstm": (SequenceLstm, supervised(F.mse_loss)),
    "reversing-decoder": (ReversingDecoder, attention_loss),
    "acoustic-model": (AcousticModel, ctc_loss),
}


# What learns by a statistic and not by a loss: a function that writes the gradients, and returns a number.
STATISTICS = {"rbm": (lambda: RestrictedBoltzmann(784, 500), contrast)}


def array(file, placed):
    """One array of the file of numbers (problem.ts)."""
    dtype = {"float32": torch.float32, "int32": torch.int32}[placed["dtype"]]
    file.seek(placed["offset"])
    data = torch.frombuffer(bytearray(file.read(4 * math.prod(placed["shape"]))), dtype=dtype).reshape(placed["shape"])
    return data.long() if dtype == torch.int32 else data


def optimizer_of(settings, parameters):
    if settings["rule"] == "adam":
        return torch.optim.Adam(parameters, lr=settings["learningRate"])
    return torch.optim.SGD(
        parameters, lr=settings["learningRate"], momentum=settings["momentum"], weight_decay=settings["weightDecay"]
    )


def read(problem, path):
    with open(f"{path}.numbers", "rb") as file:
        read_part = lambda part: part and {name: array(file, placed) for name, placed in part.items()}
        return {**problem, "weights": read_part(problem["weights"]), "batch": read_part(problem["batch"])}


def prepare(problem):
    name, sizes = problem["peer"]["network"], problem["peer"].get("sizes", {})
    create, loss_of = NETWORKS.get(name) or STATISTICS[name]
    model = create(**sizes)
    # Losses from weights that each contender draws itself are nothing to compare.
    comparable = problem["weights"] is not None
    if comparable:
        load(model, problem["weights"])
    optimizer = optimizer_of(problem["optimizer"], model.parameters())
    batch, limit = problem["batch"], problem["clipNorm"]

    def step():
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        if limit is not None:
            nn.utils.clip_grad_norm_(model.parameters(), limit)
        optimizer.step()
        value = loss.item()
        return [value] if comparable else []

    def statistic_step():
        value = loss_of(model, batch)
        optimizer.step()
        return [value]

    return step if name in NETWORKS else statistic_step


run_steps(prepare, read)
