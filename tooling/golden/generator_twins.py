"""The chair generator of packages/models/deconvnet in PyTorch."""

import torch
import torch.nn.functional as F
from torch import nn


def lrelu(x):
    return F.leaky_relu(x, 0.2)


def unpool(x):
    """Each value at the upper left of a block of 2x2: a transposed convolution of each channel by itself."""
    kernel = torch.zeros(x.shape[1], 1, 2, 2)
    kernel[:, :, 0, 0] = 1
    return F.conv_transpose2d(x, kernel, stride=2, groups=x.shape[1])


class Dense(nn.Module):
    """Two layers of the names given."""

    def __init__(self, names, *widths):
        super().__init__()
        self.names = names
        for name, inputs, outputs in zip(names, widths, widths[1:]):
            self.add_module(name, nn.Linear(inputs, outputs))

    def forward(self, x):
        for name in self.names:
            x = lrelu(getattr(self, name)(x))
        return x


class UpStream(nn.Module):
    def __init__(self, inputs, side, first, *stages):
        super().__init__()
        self.side = side
        self.fc5 = nn.Linear(inputs, first * side * side)
        self.uconv = nn.ModuleList(nn.Conv2d(a, b, 5, padding=2) for a, b in zip([first, *stages], stages))

    def forward(self, h):
        maps = self.fc5(h).reshape(len(h), -1, self.side, self.side)
        for convolution in self.uconv:
            maps = convolution(unpool(lrelu(maps)))
        return maps


class ChairGenerator(nn.Module):
    """From what is asked for, one input for each of `asked`, to the image, and the mask if there is one."""

    def __init__(self, asked, own, shared, side, image, mask=None):
        super().__init__()
        self.asked = asked
        for name, size in asked.items():
            self.add_module(name, Dense(["fc1", "fc2"], size, own, own))
        self.shared = Dense(["fc3", "fc4"], len(asked) * own, shared, shared)
        self.image = UpStream(shared, side, *image)
        self.mask = mask and UpStream(shared, side, *mask)

    def forward(self, *inputs):
        h = self.shared(torch.cat([getattr(self, name)(x) for name, x in zip(self.asked, inputs)], 1))
        return (self.image(h), self.mask(h)) if self.mask else (self.image(h),)


class InOneRow(nn.Module):
    """A generator that is asked in one row, and gives image and mask side by side."""

    def __init__(self, generator):
        super().__init__()
        self.generator = generator

    def forward(self, row):
        return torch.cat(self.generator(*row.split(list(self.generator.asked.values()), 1)), 1)


def chair_generator_mini():
    return ChairGenerator(dict(style=10, view=2), 64, 128, 4, [32, 32, 16, 1], [16, 16, 8, 1])


def colour_without_mask():
    return ChairGenerator(dict(style=3, view=4, transform=5), 4, 6, 2, [5, 4, 3])


TWINS = {
    "chair-generator-mini": (lambda: InOneRow(chair_generator_mini()), ["2x12"], "3x12"),
    "transformed, in colour, without a mask": (lambda: InOneRow(colour_without_mask()), ["2x12", "1x12"], "3x12"),
}
