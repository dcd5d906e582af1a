"""Small Inception networks made of torchvision's own classes; what the paper has differently is put in the place of parts."""

import functools

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import inception
from torchvision.models.googlenet import BasicConv2d, GoogLeNet, Inception, InceptionAux


def thin(unit, divisor):
    """A convolution unit with fewer channels: the same network, narrow enough to be compared in float64."""
    channels = lambda count: count if count in (1, 3) else count // divisor
    return lambda inside, outside, **options: unit(channels(inside), channels(outside), **options)


class PlainUnit(nn.Module):
    """A convolution with a bias, and ReLU: what networks had before batch normalisation."""

    def __init__(self, inside, outside, **options):
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, **options)

    def forward(self, x):
        return F.relu(self.conv(x))


class Module2014(Inception):
    """With true 5x5 kernels."""

    def __init__(self, *sizes, conv_block):
        super().__init__(*sizes, conv_block=conv_block)
        reduced, fives = self.branch3[1].conv.in_channels, self.branch3[1].conv.out_channels
        self.branch3[1].conv = nn.Conv2d(reduced, fives, kernel_size=5, padding=2)


class Head(InceptionAux):
    """With the sizes of narrow networks; torchvision has those of its dense layers in its code."""

    def __init__(self, inside, classes, dropout, conv_block, sizes):
        super().__init__(inside, classes, conv_block=conv_block, dropout=dropout)
        features, units = sizes
        self.fc1, self.fc2 = nn.Linear(features, units), nn.Linear(units, classes)


class Head2014(Head):
    """The mean of 5x5 windows of stride 3, as published."""

    def forward(self, x):
        x = self.conv(F.avg_pool2d(x, 5, stride=3)).flatten(1)
        return self.fc2(F.relu(self.fc1(x)))


def without_dropout(net):
    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return net


def thin_googlenet(unit, module, head, heads=True, transform=False, divisor=8, classes=5):
    unit = thin(unit, divisor)
    sizes = (2048 // divisor, 1024 // divisor)
    blocks = [unit, functools.partial(module, conv_block=unit), functools.partial(head, conv_block=unit, sizes=sizes)]
    net = GoogLeNet(classes, heads, transform, init_weights=False, blocks=blocks)
    net.fc = nn.Linear(1024 // divisor, classes)
    return without_dropout(net)


def torchvision_googlenet(**options):
    return thin_googlenet(BasicConv2d, Inception, Head, **options)


def published_googlenet(**options):
    """Table 1 and figure 3 of arXiv 1409.4842."""
    net = thin_googlenet(PlainUnit, Module2014, Head2014, **options)
    lrn = lambda: nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0)
    net.maxpool1 = nn.Sequential(net.maxpool1, lrn())
    net.maxpool2 = nn.Sequential(lrn(), net.maxpool2)
    net.maxpool4 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
    return net


def thin_inception_v3(divisor=16, classes=5):
    unit = thin(inception.BasicConv2d, divisor)
    parts = [functools.partial(getattr(inception, f"Inception{name}"), conv_block=unit) for name in "ABCDE"]
    blocks = [unit, *parts, None]
    net = inception.Inception3(classes, aux_logits=False, inception_blocks=blocks, init_weights=False)
    net.fc = nn.Linear(2048 // divisor, classes)
    return without_dropout(net)


def thin_inception_v3_head(divisor=16, classes=5):
    net = inception.InceptionAux(768, classes, conv_block=thin(inception.BasicConv2d, divisor))
    net.fc = nn.Linear(768 // divisor, classes)
    return net


class Mini(nn.Module):
    """Three modules for grey images of 32x32, and a head after the second in training."""

    def __init__(self, head=False):
        super().__init__()
        self.conv1 = PlainUnit(1, 16, kernel_size=3, padding=1)
        self.conv2, self.conv3 = PlainUnit(16, 8, kernel_size=1), PlainUnit(8, 24, kernel_size=3, padding=1)
        self.inception3a = Module2014(24, 8, 12, 16, 2, 4, 4, conv_block=PlainUnit)
        self.inception3b = Module2014(32, 16, 16, 24, 4, 12, 8, conv_block=PlainUnit)
        if head:
            self.aux1 = nn.Module()
            self.aux1.conv = PlainUnit(60, 16, kernel_size=1)
            self.aux1.fc1, self.aux1.fc2 = nn.Linear(256, 32), nn.Linear(32, 10)
        self.inception4a = Module2014(60, 24, 12, 26, 2, 6, 8, conv_block=PlainUnit)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        halve = lambda y: F.max_pool2d(y, 2, ceil_mode=True)
        x = halve(self.conv3(self.conv2(halve(self.conv1(x)))))
        x = self.inception3b(self.inception3a(x))
        logits = self.fc(self.inception4a(halve(x)).mean((2, 3)))
        if not (self.training and hasattr(self, "aux1")):
            return logits
        pooled = F.adaptive_avg_pool2d(x, 4)
        return logits, self.aux1.fc2(F.relu(self.aux1.fc1(self.aux1.conv(pooled).flatten(1))))


TWINS = {
    "inception-mini": (Mini, ["2x1x32x32", "1x1x37x45"], "2x1x32x32"),
    "inception-mini-auxiliary": (lambda: Mini(head=True), ["2x1x32x32"], "1x1x32x32"),
    "torchvision": (torchvision_googlenet, ["2x3x64x64", "1x3x75x97"], "2x3x48x40"),
    "torchvision, transformed": (lambda: torchvision_googlenet(heads=False, transform=True), ["1x3x64x64"], "2x3x40x40"),
    "published": (lambda: published_googlenet(heads=False), ["2x3x64x64", "1x3x75x97"], "2x3x48x48"),
    "published head": (lambda: Head2014(24, 5, 0.0, PlainUnit, (2048, 16)), ["2x24x14x14"], "2x24x14x14"),
    "inception v3": (thin_inception_v3, ["2x3x75x75", "1x3x139x101"], "2x3x107x91"),
    "inception v3 head": (thin_inception_v3_head, ["2x48x17x17", "1x48x19x18"], "2x48x17x17"),
}
