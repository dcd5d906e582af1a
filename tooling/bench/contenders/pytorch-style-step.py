"""One process that changes a picture by PyTorch's L-BFGS: pytorch-style-step.py PROBLEM THREADS WARM_UP STEPS"""

# First, since it shows the way to the known values.
from run_steps import run_steps

import torch
import torchvision
from known_values import known_state, known_values
from twins import load

# Positions in torchvision's `features`.
STYLE = {"relu1_1": 1, "relu2_1": 6, "relu3_1": 11, "relu4_1": 20, "relu5_1": 29}
CONTENT = 22


def gram(maps):
    _, channels, height, width = maps.shape
    flat = maps.reshape(channels, height * width)
    return flat @ flat.T / (channels * height * width)


def prepare(problem):
    size = problem["size"]
    network = torchvision.models.vgg19(weights=None).features[:30]
    load(network, {key: value.float() for key, value in known_state(network).items()})
    network.eval().requires_grad_(False)
    for layer in network:
        if isinstance(layer, torch.nn.ReLU):
            layer.inplace = False
    channels = {"relu1_1": 64, "relu2_1": 128, "relu3_1": 256, "relu4_1": 512, "relu5_1": 512}
    grams = {name: known_values(f"gram.{name}", (1, c, c)).float()[0] for name, c in channels.items()}
    content = known_values("content", (1, 512, size // 8, size // 8)).float()
    picture = known_values("picture", (1, 3, size, size)).float().requires_grad_()
    # One evaluation and one update by the curvature of the last ten.
    optimizer = torch.optim.LBFGS([picture], max_iter=1, history_size=10, tolerance_grad=0, tolerance_change=0)
    values = []

    def closure():
        optimizer.zero_grad()
        loss, x = 0, picture
        for position, layer in enumerate(network):
            x = layer(x)
            if position == CONTENT:
                loss = loss + (x - content).square().mean() / 2
            for name, at in STYLE.items():
                if position == at:
                    loss = loss + (gram(x) - grams[name]).square().sum() / 4
        loss.backward()
        values.append(loss.item())
        return loss

    def step():
        optimizer.step(closure)
        return values if len(values) == 1 else []

    return step


run_steps(prepare)
