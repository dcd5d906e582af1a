"""The autoencoders of packages/models/autoencoder in PyTorch, from images to images."""

import torch
import torch.nn.functional as F
from torch import nn

UNITS = {"logistic": torch.sigmoid, "relu": torch.relu, "linear": lambda x: x}


class Layers(nn.Module):
    """Modules under the names given."""

    def __init__(self, **layers):
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)


class Bias(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(size))


class Dense(nn.Module):
    def __init__(self, pixels, widths, hidden="relu", code="linear", tied=False, logistic=True):
        super().__init__()
        sizes = [pixels, *widths]
        names = [f"fc{index + 1}" for index in range(len(widths))]
        pairs = list(zip(names, sizes, sizes[1:]))
        self.encoder = Layers(**{name: nn.Linear(a, b) for name, a, b in pairs})
        self.decoder = Layers(**{name: Bias(a) if tied else nn.Linear(b, a) for name, a, b in reversed(pairs)})
        self.names, self.hidden, self.code = names, UNITS[hidden], UNITS[code]
        self.tied, self.logistic = tied, logistic

    def encode(self, x):
        y = x.flatten(1)
        for name in self.names:
            y = getattr(self.encoder, name)(y)
            y = (self.code if name == self.names[-1] else self.hidden)(y)
        return y

    def forward(self, x):
        y = self.encode(x)
        for name in reversed(self.names):
            layer = getattr(self.decoder, name)
            y = F.linear(y, getattr(self.encoder, name).weight.t(), layer.bias) if self.tied else layer(y)
            y = y if name == "fc1" else self.hidden(y)
        y = y.reshape(x.shape)
        return torch.sigmoid(y) if self.logistic else y


class Convolutional(nn.Module):
    """Of two stages."""

    def __init__(self, side, channels, units):
        super().__init__()
        a, b = channels
        self.maps = (b, side // 4, side // 4)
        values = b * (side // 4) ** 2
        self.encoder = Layers(
            conv1=nn.Conv2d(1, a, 3, 2, 1), conv2=nn.Conv2d(a, b, 3, 2, 1), fc=nn.Linear(values, units)
        )
        self.decoder = Layers(
            fc=nn.Linear(units, values), conv2=nn.Conv2d(b, a, 3, 1, 1), conv1=nn.Conv2d(a, 1, 3, 1, 1)
        )

    def encode(self, x):
        y = torch.relu(self.encoder.conv2(torch.relu(self.encoder.conv1(x))))
        return self.encoder.fc(y.flatten(1))

    def forward(self, x):
        y = self.decoder.fc(self.encode(x)).reshape(len(x), *self.maps)
        for layer in (self.decoder.conv2, self.decoder.conv1):
            y = layer(F.interpolate(torch.relu(y), scale_factor=2, mode="nearest"))
        return torch.sigmoid(y)


TWINS = {
    "deep, logistic": (lambda: Dense(24, [9, 7, 5], hidden="logistic"), ["3x1x4x6"], "3x1x4x6"),
    "deep, ReLU, tied": (lambda: Dense(24, [9, 7, 5], tied=True), ["3x1x4x6"], "3x1x4x6"),
    "one logistic layer, tied": (lambda: Dense(24, [9], code="logistic", tied=True), ["2x1x4x6"], "3x1x4x6"),
    "linear, in colour": (lambda: Dense(36, [4], logistic=False), ["2x3x3x4"], "2x3x3x4"),
    "convolutional": (lambda: Convolutional(8, [3, 5], 4), ["2x1x8x8"], "3x1x8x8"),
}
