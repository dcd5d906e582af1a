"""Contrastive divergence of a restricted Boltzmann machine as it is written in PyTorch: by its statistic, without autograd."""

import torch
from torch import nn
import torch.nn.functional as F


class RestrictedBoltzmann(nn.Module):
    def __init__(self, visible, hidden):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(visible, hidden))
        self.visibleBias = nn.Parameter(torch.empty(visible))
        self.hiddenBias = nn.Parameter(torch.empty(hidden))


@torch.no_grad()
def contrast(model, batch):
    """One step from the data and back; returns the mean free energy of the data, which the other contenders return too."""
    data = batch["x"]
    inputs = torch.addmm(model.hiddenBias, data, model.weight)
    hidden = torch.sigmoid(inputs)
    drawn = torch.bernoulli(hidden)
    end = torch.bernoulli(torch.sigmoid(torch.addmm(model.visibleBias, drawn, model.weight.t())))
    last = torch.sigmoid(torch.addmm(model.hiddenBias, end, model.weight))
    model.weight.grad = torch.addmm(end.t() @ last, data.t(), hidden, alpha=-1).div_(len(data))
    model.visibleBias.grad = (end - data).mean(0)
    model.hiddenBias.grad = (last - hidden).mean(0)
    return (-(data @ model.visibleBias) - F.softplus(inputs).sum(1)).mean().item()
