"""One process of the same training step in PyTorch: pytorch.py PROBLEM THREADS WARM_UP STEPS"""

import base64

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


def resnet18():
    from torchvision.models import resnet18

    return resnet18()


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
    "resnet20": (CifarResNet, supervised(F.cross_entropy)),
    "resnet18": (resnet18, supervised(F.cross_entropy)),
    "lstm": (AddingLstm, supervised(F.mse_loss)),
    **{f"lstm-48x{length}": (lambda: SequenceLstm(48), supervised(F.mse_loss)) for length in (60, 200, 600)},
    **{f"lstm-256x{length}": (lambda: SequenceLstm(256), supervised(F.mse_loss)) for length in (60, 200)},
    "attention": (lambda: ReversingDecoder(12), attention_loss),
    "ctc": (AcousticModel, ctc_loss),
}


# What learns by a statistic and not by a loss: a function that writes the gradients, and returns a number.
STATISTICS = {"rbm": (lambda: RestrictedBoltzmann(784, 500), contrast)}


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


def read(problem):
    arrays = {part: {name: array(value) for name, value in problem[part].items()} for part in ("weights", "batch")}
    return {**problem, **arrays}


def prepare(problem):
    name = problem["workload"]
    create, loss_of = NETWORKS.get(name) or STATISTICS[name]
    model = load(create(), problem["weights"])
    optimizer = optimizer_of(problem["optimizer"], model.parameters())
    batch, limit = problem["batch"], problem["clipNorm"]

    def step():
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        if limit is not None:
            nn.utils.clip_grad_norm_(model.parameters(), limit)
        optimizer.step()
        return [loss.item()]

    def statistic_step():
        value = loss_of(model, batch)
        optimizer.step()
        return [value]

    return step if name in NETWORKS else statistic_step


run_steps(prepare, read)
