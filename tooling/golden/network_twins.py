"""Small networks made of torchvision's own classes, or where it has none of PyTorch's layers, by family and name: a function
that makes the network, the shapes of inputs in eval mode, and that in train mode."""

from torch import nn
from torch.nn import functional as F
from torchvision.models import vgg

import autoencoder_twins
from detection_twins import DETECTION
import generator_twins
import inception_twins
import picture_twins


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
MINI_ALEXNET = dict(kernels=[12, 32, 48, 48, 32], stride=2, pooled=2, hidden=512, channels=1, classes=10)

class Skip(nn.Module):
    """Doubles scores and adds those of an earlier pool; `offset` is where they begin on its map."""

    def __init__(self, channels, classes, padding):
        super().__init__()
        self.score = nn.Conv2d(channels, classes, 1)
        self.upscore = nn.ConvTranspose2d(classes, classes, 4, stride=2, padding=padding, bias=False)

    def forward(self, scores, pool, offset=None):
        larger, own = self.upscore(scores), self.score(pool)
        if offset is None:
            return larger[:, :, : own.shape[2], : own.shape[3]] + own
        height, width = larger.shape[2:]
        return larger + own[:, :, offset : offset + height, offset : offset + width]


class Fcn(nn.Module):
    """As in the Caffe models of Long et al.: conv1_1 pads by 100, pools round up, crops begin at fixed offsets."""

    def __init__(self, cfg, hidden, classes, stride):
        super().__init__()
        self.features = vgg.make_layers(cfg)
        self.features[0].padding = (100, 100)
        for layer in self.features:
            if isinstance(layer, nn.MaxPool2d):
                layer.ceil_mode = True
        widths = [cfg[index - 1] for index, layer in enumerate(cfg) if layer == "M"]
        self.fc6, self.fc7 = nn.Conv2d(widths[4], hidden, 7), nn.Conv2d(hidden, hidden, 1)
        self.score_fr = nn.Conv2d(hidden, classes, 1)
        if stride <= 16:
            self.pool4 = Skip(widths[3], classes, padding=0)
        if stride <= 8:
            self.pool3 = Skip(widths[2], classes, padding=0)
        self.upscore = nn.ConvTranspose2d(classes, classes, 2 * stride, stride=stride, bias=False)
        self.stride = stride

    def forward(self, x):
        pools, y = [], x
        for layer in self.features:
            y = layer(y)
            if isinstance(layer, nn.MaxPool2d):
                pools.append(y)
        scores = self.score_fr(F.relu(self.fc7(F.relu(self.fc6(y)))))
        if self.stride <= 16:
            scores = self.pool4(scores, pools[3], 5)
        if self.stride <= 8:
            scores = self.pool3(scores, pools[2], 9)
        offset = {32: 19, 16: 27, 8: 31}[self.stride]
        return self.upscore(scores)[:, :, offset : offset + x.shape[2], offset : offset + x.shape[3]]


class FcnMini(nn.Module):
    def __init__(self, skips, classes):
        super().__init__()

        def stage(a, b):
            layers = [nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU()]
            layers += [nn.Conv2d(b, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU()]
            return nn.Sequential(*layers, nn.MaxPool2d(2, ceil_mode=True))

        self.stage1, self.stage2, self.stage3 = stage(1, 16), stage(16, 32), stage(32, 48)
        self.score = nn.Conv2d(48, classes, 1)
        if skips >= 1:
            self.pool2 = Skip(32, classes, padding=1)
        if skips >= 2:
            self.pool1 = Skip(16, classes, padding=1)
        factor = 8 // 2**skips
        self.upscore = nn.ConvTranspose2d(classes, classes, 2 * factor, stride=factor, padding=factor // 2, bias=False)
        self.skips = skips

    def forward(self, x):
        pool1 = self.stage1(x)
        pool2 = self.stage2(pool1)
        scores = self.score(self.stage3(pool2))
        if self.skips >= 1:
            scores = self.pool2(scores, pool2)
        if self.skips >= 2:
            scores = self.pool1(scores, pool1)
        return self.upscore(scores)[:, :, : x.shape[2], : x.shape[3]]


class DeconvNet(nn.Module):
    """Convolutions, pools that keep their indices, a middle, and the mirror image with unpooling."""

    def __init__(self, stages, middle, channels, classes, deconvolution):
        super().__init__()
        inputs = [channels, *(widths[-1] for widths in stages)]

        def stage(widths, layer):
            pairs = zip(widths, widths[1:])
            return nn.Sequential(*(each for a, b in pairs for each in (layer(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU())))

        self.conv = nn.ModuleList(stage([inputs[index], *widths], nn.Conv2d) for index, widths in enumerate(stages))
        self.middle = middle
        self.deconv = nn.ModuleList(
            stage([*reversed(widths), inputs[index] if index else widths[0]], deconvolution)
            for index, widths in enumerate(stages)
        )
        self.score = nn.Conv2d(stages[0][0], classes, 1)

    def forward(self, x):
        pooled = []
        for stage in self.conv:
            maps = stage(x)
            x, indices = F.max_pool2d(maps, 2, return_indices=True)
            pooled.append((indices, maps.shape[2:]))
        x = self.middle(x)
        for stage, (indices, size) in reversed(list(zip(self.deconv, pooled))):
            x = stage(F.max_unpool2d(x, indices, 2, output_size=size))
        return self.score(x)


def small_deconvnet():
    middle = nn.Sequential(
        nn.Conv2d(4, 5, 7), nn.BatchNorm2d(5), nn.ReLU(), nn.Conv2d(5, 5, 1), nn.BatchNorm2d(5), nn.ReLU(),
        nn.ConvTranspose2d(5, 4, 7), nn.BatchNorm2d(4), nn.ReLU(),
    )  # fmt: skip
    return DeconvNet([[3, 3], [4]], middle, 2, 3, nn.ConvTranspose2d)


def deconvnet_mini():
    middle = nn.Sequential(nn.Conv2d(48, 48, 1), nn.BatchNorm2d(48), nn.ReLU())
    return DeconvNet([[16, 16], [32, 32], [48, 48]], middle, 1, 4, nn.Conv2d)


STYLE_TRUNK = [32, 32, "M", 64, 64, "M", 128, 128, "M", 128, "M"]
MINI_A = [8, "M", 16, "M", 32, 32, "M", 64, 64, "M"]
MINI_D = [8, 8, "M", 16, 16, "M", 32, 32, 32, "M", 64, 64, 64, "M"]
TINY = [4, "M", 6, 6, "M"]
FIVE_STAGES = [2, "M", 2, "M", 3, "M", 2, "M", 3, "M"]
MINI_SIZES = ["2x1x16x16", "1x1x19x13", "1x1x5x9", "1x1x4x3"]

TWINS = {
    "autoencoder": autoencoder_twins.TWINS,
    "deconvnet": {
        "deconvnet-mini": (deconvnet_mini, ["2x1x16x16", "1x1x19x13"], "3x1x8x9"),
        "dense": (small_deconvnet, ["1x2x28x28", "2x2x29x30"], "2x2x29x28"),
        **generator_twins.TWINS,
    },
    "fcn": {
        "fcn-mini": (lambda: FcnMini(2, 4), MINI_SIZES, "3x1x8x9"),
        "fcn-mini-1skip": (lambda: FcnMini(1, 4), MINI_SIZES, "3x1x8x9"),
        "fcn-mini-0skips": (lambda: FcnMini(0, 4), MINI_SIZES, "3x1x8x9"),
        "32s": (lambda: Fcn(FIVE_STAGES, 4, 3, 32), ["1x3x7x12"], "1x3x5x6"),
        "16s": (lambda: Fcn(FIVE_STAGES, 4, 3, 16), ["1x3x7x12"], "1x3x5x6"),
        "8s": (lambda: Fcn(FIVE_STAGES, 4, 3, 8), ["1x3x7x12"], "1x3x5x6"),
    },
    "alexnet": {
        "two towers": (lambda: AlexNet2012(**TINY_ALEXNET), ["2x3x64x64", "1x3x67x69"], "2x3x64x64"),
        "tanh, no response norm": (
            lambda: AlexNet2012(**TINY_ALEXNET, norm=False, activation=nn.Tanh), ["1x3x64x64"], "2x3x64x64",
        ),
    },
    "detection": DETECTION,
    "vgg": {
        "vgg-mini-a": (lambda: small_vgg(MINI_A, 1, 2, [64], 10), ["2x1x32x32", "1x1x45x37", "1x1x16x19"], "2x1x32x32"),
        "vgg-mini-a-bn": (
            lambda: small_vgg(MINI_A, 1, 2, [64], 10, batch_norm=True), ["2x1x32x32"], "2x1x32x32",
        ),
        "vgg-mini-d": (lambda: small_vgg(MINI_D, 1, 2, [64], 10), ["2x1x32x32"], "2x1x32x32"),
        "batch norm": (
            lambda: small_vgg(TINY, 3, 2, [8, 7], 5, batch_norm=True), ["2x3x12x12", "3x3x9x11"], "3x3x12x10",
        ),
        "1x1": (vgg_with_1x1, ["2x3x12x12", "1x3x9x11"], "2x3x12x12"),
    },
    "inception": inception_twins.TWINS,
    "style-transfer": picture_twins.TWINS,
}  # fmt: skip
