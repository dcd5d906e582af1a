"""Outputs of the packaged weights in PyTorch and NumPy, in float64.

    /usr/bin/python3 tooling/golden/packaged-weights.py

reads packages/models/*/weights/*.safetensors and writes test/golden/logits.json beside them. PyTorch twins load the files
with strict=True, so names and shapes are PyTorch's; the published LeNet-5 is computed with NumPy alone, from the paper.
"""

import json
import pathlib
import re

import numpy
import torch

import autoencoder_twins
from detection_twins import HeatDetector, REGIONS, RoiDetector
from inception_twins import Mini
from network_twins import AlexNet2012, MINI_A, MINI_ALEXNET, MINI_D, small_vgg, STYLE_TRUNK
from picture_twins import Stylist, TextureNetwork
from speech_twin import LENGTHS, SpeechModel
from translator_twins import LuongTranslator
from twins import CifarResNet, LeNet5, Mlp, load
from weights_file import read_safetensors
from writer_twins import Writer

torch.set_default_dtype(torch.float64)
MODELS = pathlib.Path(__file__).parents[2] / "packages" / "models"


def inputs(*shape):
    """The inputs of the tests: rounded to float32, as the network gets them."""
    values = (numpy.arange(numpy.prod(shape)) * 37 % 101) / 101
    return values.astype(numpy.float32).astype(numpy.float64).reshape(shape)


def in_torch(twin, *x, run=None):
    """The first output of a twin, or of what is called instead of it."""

    def outputs(weights):
        load(twin, {name: torch.tensor(value) for name, value in weights.items()}).eval()
        found = (run or twin)(*map(torch.tensor, x))
        return (found[0] if isinstance(found, tuple) else found).detach().numpy()

    return outputs


def told(values):
    """All values, or every 53rd of more than a thousand: a prime, so that all channels, rows and columns are met."""
    return values.ravel()[:: 53 if values.size > 1000 else 1].tolist()


def of_images(twin):
    """An autoencoder of 28x28 pixels: the code that is decoded is that of the images."""
    images = inputs(2, 1, 28, 28)
    whole = in_torch(twin, images)
    return {"forward": whole, "encode": in_torch(twin, images, run=twin.encode), "decode": whole}


def of_characters(layers, hidden, **shape):
    """A writer of 65 characters on a text and a state that are none."""
    tokens = numpy.arange(2 * 32) * 37 % 65
    state = inputs(layers, 2, hidden)
    return in_torch(Writer(65, hidden, layers, **shape), tokens.reshape(2, 32), state, state)


TABLE = [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 0), (5, 0, 1)]
TABLE += [(0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (3, 4, 5, 0), (4, 5, 0, 1), (5, 0, 1, 2)]
TABLE += [(0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5), (0, 1, 2, 3, 4, 5)]


def digit_codes():
    """The drawings of src/digit-codes.ts, the only thing shared with the implementation under test."""
    source = (MODELS / "lenet" / "src" / "digit-codes.ts").read_text()
    drawings = ["".join(text.split()) for text in re.findall(r"`([^`]*)`", source) if "#" in text]
    return numpy.array([[1.0 if pixel == "#" else -1.0 for pixel in drawing] for drawing in drawings])


def published(weights):
    """LeCun et al. 1998, section II.B, map by map."""
    squash = lambda a: 1.7159 * numpy.tanh(2 / 3 * a)

    def correlate(x, kernel):
        size = kernel.shape[0]
        rows, columns = x.shape[0] - size + 1, x.shape[1] - size + 1
        return numpy.array([[(x[i : i + size, j : j + size] * kernel).sum() for j in range(columns)] for i in range(rows)])

    def subsample(maps, coefficient, bias):
        sums = [m[0::2, 0::2] + m[0::2, 1::2] + m[1::2, 0::2] + m[1::2, 1::2] for m in maps]
        return [squash(s * coefficient[k, 0, 0] + bias[k, 0, 0]) for k, s in enumerate(sums)]

    def one(x):
        w = weights
        c1 = [squash(correlate(x, w["c1.weight"][k, 0]) + w["c1.bias"][k]) for k in range(6)]
        s2 = subsample(c1, w["s2.coefficient"], w["s2.bias"])
        kernels = iter(w["c3.weight"])
        c3 = [squash(sum(correlate(s2[i], next(kernels)) for i in row) + w["c3.bias"][k]) for k, row in enumerate(TABLE)]
        s4 = subsample(c3, w["s4.coefficient"], w["s4.bias"])
        c5 = squash((w["c5.weight"] * numpy.array(s4)).sum(axis=(1, 2, 3)) + w["c5.bias"])
        f6 = squash(w["f6.weight"] @ c5 + w["f6.bias"])
        return -((f6 - digit_codes()) ** 2).sum(axis=1)

    return numpy.array([one(x[0]) for x in inputs(2, 1, 32, 32)])


IMAGES = inputs(2, 1, 32, 32)
DETECTED = inputs(2, 1, 48, 48)
ROI = RoiDetector()
TRANSLATOR = LuongTranslator(1000, 1000, 128, 160)
# Two sources, the second shorter than the first, and what was said of each.
SENTENCES = [numpy.arange(2 * 7).reshape(2, 7) * 37 % 1000, numpy.array([7, 4]), numpy.arange(2 * 5).reshape(2, 5) * 53 % 1000]
RUNS = {
    "detection": {
        "heat-detector.one-shape": in_torch(HeatDetector(), IMAGES),
        "roi-detector.one-shape": {
            "extract": in_torch(ROI, DETECTED, run=ROI.extract),
            "judge": in_torch(ROI, DETECTED, numpy.array(REGIONS)),
        },
    },
    "ctc": {"ctc-digits.fsdd": in_torch(SpeechModel(11), inputs(2, 3200), numpy.array(LENGTHS))},
    "autoencoder": {
        "autoencoder-conv.mnist": of_images(autoencoder_twins.Convolutional(28, (16, 32), 30)),
        "autoencoder-2.mnist": of_images(autoencoder_twins.Dense(784, [128, 64, 2])),
    },
    "inception": {"inception-mini.glyphs": in_torch(Mini(), IMAGES)},
    "lenet": {
        "lenet5.glyphs": in_torch(LeNet5(), IMAGES),
        "lenet5.mnist": in_torch(LeNet5(), IMAGES),
        "lenet5.fashion-mnist": in_torch(LeNet5(), IMAGES),
        "lenet5-1998.glyphs": published,
    },
    "alexnet": {
        "alexnet-mini.glyphs": in_torch(AlexNet2012(**MINI_ALEXNET), inputs(2, 1, 64, 64)),
    },
    "vgg": {
        "vgg-mini-a.glyphs": in_torch(small_vgg(MINI_A, 1, 2, [64], 10), IMAGES),
        "vgg-mini-d.glyphs": in_torch(small_vgg(MINI_D, 1, 2, [64], 10), IMAGES),
    },
    "style-transfer": {
        "style-trunk.pictures": in_torch(small_vgg(STYLE_TRUNK, 3, 1, [], 16, batch_norm=True), inputs(2, 3, 64, 64)),
        **{
            f"texture-network.{tag}": in_torch(TextureNetwork(), *(inputs(2, 3, 2 * k, 2 * k) for k in (16, 8, 4, 2, 1)))
            for tag in ("gravel", "starry-night", "composition-vii")
        },
        **{f"stylist.{tag}": in_torch(Stylist(), inputs(2, 3, 16, 16)) for tag in ("starry-night", "wave")},
    },
    "mlp": {"mlp.iris": in_torch(Mlp(4, 16, 3), inputs(2, 4))},
    "seq2seq": {
        "luong-translator.tatoeba": {
            "encode": in_torch(TRANSLATOR, *SENTENCES[:2], run=TRANSLATOR.encode),
            "decode": in_torch(TRANSLATOR, *SENTENCES),
        },
    },
    "rnn": {
        "lstm-writer.tinyshakespeare": of_characters(1, 128, embedding=32),
        "lstm-writer-large.tinyshakespeare": of_characters(2, 192, embedding=48),
    },
    "resnet": {
        "resnet20-mini.glyphs": in_torch(CifarResNet(channels=1, widths=(8, 16, 32)), inputs(2, 1, 16, 16)),
    },
}


def goldens(folder, runs):
    """Outputs by tag, and by tag and graph where a network is several computations."""
    for tag, run in runs.items():
        weights = read_safetensors(folder / "weights" / f"{tag}.safetensors")
        if callable(run):
            yield tag, told(run(weights))
        else:
            titles = {graph: tag if graph == "forward" else f"{tag}.{graph}" for graph in run}
            yield from ((titles[graph], told(each(weights))) for graph, each in run.items())


for family, runs in RUNS.items():
    folder = MODELS / family
    target = folder / "test" / "golden" / "logits.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(dict(goldens(folder, runs)), indent=1) + "\n")
