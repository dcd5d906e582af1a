import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.stateless import functional_call


def module(create):
    """A module of torch.nn, whose parameters have the names of ours: that is the point of the case."""

    def run(x, s):
        block = create().double()
        assert {name: value.shape for name, value in block.named_parameters()} == {
            name: value.shape for name, value in s.items()
        }
        return functional_call(block, s, (x,))

    return run


def uneven(x, s):
    return F.conv2d(F.pad(x, (1, 0, 0, 2)), s["weight"], s["bias"], stride=(1, 2), dilation=(2, 1))


def causal(x, s):
    return F.conv1d(F.pad(x, (3, 0)), s["weight"], dilation=3, groups=2)


def separable(x, s):
    maps = F.conv2d(x, s["depthwise.weight"], stride=2, padding=1, groups=4)
    return F.conv2d(maps, s["pointwise.weight"], s["pointwise.bias"])


def locally_connected(x, s, kernel, stride, padding):
    """Place by place, as the definition has it."""
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    rows = (x.shape[2] - kernel[0]) // stride + 1
    columns = (x.shape[3] - kernel[1]) // stride + 1
    places = []
    for p in range(rows):
        for q in range(columns):
            top, left = p * stride, q * stride
            window = x[:, :, top : top + kernel[0], left : left + kernel[1]].flatten(1)
            places.append(window @ s["weight"][p * columns + q])
    y = torch.stack(places, 2).reshape(len(x), -1, rows, columns)
    return y + s["bias"] if "bias" in s else y


TWINS = {
    "Conv1d: stride 2, dilation 2, padding": module(lambda: nn.Conv1d(3, 4, 3, stride=2, dilation=2, padding=2)),
    "Conv1d: causal": causal,
    "Conv2d: odd sizes, stride 2": module(lambda: nn.Conv2d(3, 4, (3, 2), stride=2, padding=1)),
    "Conv2d: uneven padding, dilation": uneven,
    "Conv2d: 1x1": module(lambda: nn.Conv2d(5, 3, 1)),
    "Conv3d: stride, padding, groups": module(
        lambda: nn.Conv3d(4, 2, (2, 3, 2), stride=(1, 2, 1), padding=(1, 1, 0), groups=2)
    ),
    "Conv3d: dilation": module(lambda: nn.Conv3d(2, 2, 2, dilation=(1, 2, 3), bias=False)),
    "ConvTranspose1d: stride 2, output padding": module(
        lambda: nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1)
    ),
    "ConvTranspose1d: groups, dilation": module(
        lambda: nn.ConvTranspose1d(4, 6, 3, groups=2, dilation=2, bias=False)
    ),
    "ConvTranspose2d: stride 2": module(lambda: nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1)),
    "ConvTranspose2d: strides, output padding, dilation": module(
        lambda: nn.ConvTranspose2d(2, 3, (3, 2), stride=(3, 2), output_padding=(1, 0), dilation=(1, 2))
    ),
    "ConvTranspose3d: stride 2": module(
        lambda: nn.ConvTranspose3d(2, 3, (2, 3, 2), stride=2, padding=(0, 1, 0), output_padding=(0, 1, 0))
    ),
    "DepthwiseSeparableConv2d: stride 2": separable,
    "LocallyConnected2d: stride 2, padding": lambda x, s: locally_connected(x, s, (3, 2), 2, (1, 0)),
    "LocallyConnected2d: no bias": lambda x, s: locally_connected(x, s, (2, 2), 1, (0, 0)),
    "unfold: stride, dilation, padding": lambda x, s: F.unfold(x, (3, 2), (1, 2), (1, 0), (2, 1)),
}
for size in (1, 2, 3, 4, 8):
    TWINS[f"Conv2d: 2 groups of {size}"] = module(
        lambda size=size: nn.Conv2d(2 * size, 6, 3, groups=2, padding=1, bias=False)
    )
    TWINS[f"ConvTranspose2d: 2 groups of {size}"] = module(
        lambda size=size: nn.ConvTranspose2d(2 * size, 4, 3, groups=2, stride=2, padding=1, bias=False)
    )
