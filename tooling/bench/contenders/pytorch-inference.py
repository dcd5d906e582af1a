"""One process of a forward pass in PyTorch: pytorch-inference.py PROBLEM THREADS WARM_UP STEPS"""

import torch

from run_steps import run_steps
from network import images, network


def prepare(problem):
    net, x = network(problem["network"]), images(problem["network"], problem["batch"])

    def step():
        with torch.inference_mode():
            return net(x).flatten().tolist()[: problem["results"]]

    return step


run_steps(prepare)
