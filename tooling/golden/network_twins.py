"""Small networks made of torchvision's own classes, or where it has none of PyTorch's layers, by family and name: a function
that makes the network, the shapes of inputs in eval mode, and that in train mode."""

from torch import nn
from torchvision.models import vgg

from detection_twins import DETECTION


def small_vgg(cfg, channels, pooled, hidden, classes, batch_norm=False):
    features = vgg.make_layers(cfg, batch_norm)
    first = features[0]
    features[0] = nn.Conv2d(channels, first.out_channels, kernel_size=3, padding=1)
    return with_head(features, cfg[-2], pooled, hidden, classes)


def with_head(features, width, pooled, hidden, classes):
    net = vgg.VGG(features, num_classes=classes, init_weights=False, dropout=0.0)
    net.avgpool = nn.AdaptiveAvgPool2d((pooled, pooled))
    sizes = [width * pooled * pooled, *hidden]
    stages = [stage for a, b in zip(sizes, hidden) for stage in (nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.0))]
    net.classifier = nn.Sequential(*stages, nn.Linear(sizes[-1], classes))
    return net


def vgg_with_1x1():
    """Configuration C has none in torchvision: 1x1 convolutions end its stages."""
    features = nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2),
        nn.Conv2d(4, 6, 3, padding=1), nn.ReLU(), nn.Conv2d(6, 6, 1), nn.ReLU(), nn.MaxPool2d(2, 2),
    )  # fmt: skip
    return with_head(features, 6, 2, [8], 5)


class AlexNet2012(nn.Module):
    """Krizhevsky, Sutskever & Hinton 2012, from the paper; PyTorch's response normalisation divides alpha by the size."""

    def __init__(self, kernels, stride, pooled, hidden, channels, classes, norm=True, activation=nn.ReLU):
        super().__init__()
        a, b, c, d, e = kernels
        self.conv1 = nn.Conv2d(channels, a, 11, stride)
        self.conv2 = nn.Conv2d(a, b, 5, padding=2, groups=2)
        self.conv3 = nn.Conv2d(b, c, 3, padding=1)
        self.conv4 = nn.Conv2d(c, d, 3, padding=1, groups=2)
        self.conv5 = nn.Conv2d(d, e, 3, padding=1, groups=2)
        self.fc6 = nn.Linear(e * pooled * pooled, hidden)
        self.fc7 = nn.Linear(hidden, hidden)
        self.fc8 = nn.Linear(hidden, classes)
        self.norm = nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2) if norm else nn.Identity()
        self.f = activation()
        self.pool = nn.MaxPool2d(3, 2)

    def forward(self, x):
        f, norm, pool = self.f, self.norm, self.pool
        x = pool(norm(f(self.conv1(x))))
        x = pool(norm(f(self.conv2(x))))
        x = pool(f(self.conv5(f(self.conv4(f(self.conv3(x)))))))
        return self.fc8(f(self.fc7(f(self.fc6(x.flatten(1))))))


TINY_ALEXNET = dict(kernels=[4, 6, 8, 8, 6], stride=2, pooled=2, hidden=10, channels=3, classes=5)

MINI_A = [8, "M", 16, "M", 32, 32, "M", 64, 64, "M"]
MINI_D = [8, 8, "M", 16, 16, "M", 32, 32, 32, "M", 64, 64, 64, "M"]
TINY = [4, "M", 6, 6, "M"]

TWINS = {
    "alexnet": {
        "two towers": (lambda: AlexNet2012(**TINY_ALEXNET), ["2x3x64x64", "1x3x67x69"], "2x3x64x64"),
        "tanh, no response norm": (
            lambda: AlexNet2012(**TINY_ALEXNET, norm=False, activation=nn.Tanh), ["1x3x64x64"], "2x3x64x64",
        ),
    },
    "detection": DETECTION,
    "vgg": {
        "vgg-mini-a": (lambda: small_vgg(MINI_A, 1, 2, [64], 10), ["2x1x32x32", "1x1x45x37", "1x1x16x19"], "2x1x32x32"),
        "vgg-mini-d": (lambda: small_vgg(MINI_D, 1, 2, [64], 10), ["2x1x32x32"], "2x1x32x32"),
        "batch norm": (
            lambda: small_vgg(TINY, 3, 2, [8, 7], 5, batch_norm=True), ["2x3x12x12", "3x3x9x11"], "3x3x12x10",
        ),
        "1x1": (vgg_with_1x1, ["2x3x12x12", "1x3x9x11"], "2x3x12x12"),
    },
}  # fmt: skip
