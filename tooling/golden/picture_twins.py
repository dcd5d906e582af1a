"""The networks of packages/models/style-transfer that make pictures, in PyTorch."""

import torch
import torch.nn.functional as F
from torch import nn


class Convolution(nn.Module):
    """Of the mirrored image, normalised."""

    def __init__(self, inside, channels, kernel, stride=1):
        super().__init__()
        self.reach = kernel // 2
        self.conv = nn.Conv2d(inside, channels, kernel, stride, bias=False)
        self.norm = nn.InstanceNorm2d(channels, affine=True)

    def forward(self, x):
        return self.norm(self.conv(F.pad(x, [self.reach] * 4, mode="reflect")))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1, self.conv2 = Convolution(channels, channels, 3), Convolution(channels, channels, 3)

    def forward(self, x):
        return x + self.conv2(F.relu(self.conv1(x)))


class Stylist(nn.Module):
    def __init__(self, full=16, half=32, quarter=64, residuals=5):
        super().__init__()
        self.conv1 = Convolution(3, full, 9)
        self.conv2, self.conv3 = Convolution(full, half, 3, 2), Convolution(half, quarter, 3, 2)
        self.residual = nn.ModuleList(Residual(quarter) for _ in range(residuals))
        self.up1, self.up2 = Convolution(quarter, half, 3), Convolution(half, full, 3)
        self.rgb = nn.Conv2d(full, 3, 9)

    def forward(self, x):
        for layer in (self.conv1, self.conv2, self.conv3):
            x = F.relu(layer(x))
        for block in self.residual:
            x = block(x)
        for layer in (self.up1, self.up2):
            x = F.avg_pool2d(F.interpolate(x, scale_factor=2), 3, 1, 1, count_include_pad=False)
            x = F.relu(layer(x))
        return torch.sigmoid(self.rgb(F.pad(x, [4] * 4, mode="reflect")))


class ConvBlock(nn.Module):
    def __init__(self, inside, channels):
        super().__init__()
        widths = [inside, channels, channels]
        self.conv = nn.ModuleList(nn.Conv2d(a, channels, k, bias=False) for a, k in zip(widths, (3, 3, 1)))
        self.norm = nn.ModuleList(nn.InstanceNorm2d(channels, affine=True) for _ in widths)

    def forward(self, x):
        for conv, norm in zip(self.conv, self.norm):
            x = F.pad(x, [1] * 4, mode="circular") if conv.kernel_size == (3, 3) else x
            x = F.leaky_relu(norm(conv(x)))
        return x


class Join(nn.Module):
    def __init__(self, smaller, own):
        super().__init__()
        self.smaller, self.own = (nn.InstanceNorm2d(channels, affine=True) for channels in (smaller, own))

    def forward(self, smaller, own):
        return torch.cat([self.smaller(F.interpolate(smaller, scale_factor=2)), self.own(own)], 1)


class TextureNetwork(nn.Module):
    def __init__(self, scales=5, width=8):
        super().__init__()
        widths = [width * (scales - scale) for scale in range(scales - 1)]
        self.noise = nn.ModuleList(ConvBlock(3, width) for _ in range(scales))
        self.join = nn.ModuleList(Join(each - width, width) for each in widths)
        self.joined = nn.ModuleList(ConvBlock(each, each) for each in widths)
        self.rgb = nn.Conv2d(width * scales, 3, 1)

    def forward(self, *noise):
        maps = [block(z) for block, z in zip(self.noise, noise)]
        y = maps.pop()
        for join, joined in reversed(list(zip(self.join, self.joined))):
            y = joined(join(y, maps.pop()))
        return torch.sigmoid(self.rgb(y))


class OfOneNoise(nn.Module):
    """A texture network whose smaller noises are means of the largest."""

    def __init__(self, scales, width):
        super().__init__()
        self.scales, self.network = scales, TextureNetwork(scales, width)

    def forward(self, z):
        return self.network(*[F.avg_pool2d(z, 2**scale) for scale in range(self.scales)])


TWINS = {
    "stylist": (lambda: Stylist(2, 3, 4, 2), ["2x3x8x12", "1x3x9x10"], "2x3x8x8"),
    "texture-network": (lambda: OfOneNoise(3, 2), ["2x3x16x8"], "2x3x8x16"),
}
