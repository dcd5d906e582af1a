"""Golden values for packages/data/src/images: PIL's bilinear resize and its grey, and torchvision's resize of the shorter
side with a crop in the middle, on pictures made by a formula.

    /usr/bin/python3 tooling/golden/image-resize.py > packages/data/test/images/golden/image-resize.json
"""

import hashlib
import json

import numpy
import PIL
import torchvision
from PIL import Image
from torchvision import transforms


def picture(width: int, height: int, channels: int) -> Image.Image:
    y, x, c = numpy.meshgrid(range(height), range(width), range(channels), indexing="ij")
    values = ((x * 37 + y * 61 + x * y * 7 + c * 101) % 256).astype(numpy.uint8)
    return Image.fromarray(values if channels == 3 else values[:, :, 0])


def flat(image: Image.Image) -> list:
    return numpy.asarray(image).ravel().tolist()


cases = [
    {"from": [width, height], "channels": channels, "to": list(size)}
    for (width, height), channels, size in [
        ((7, 5), 1, (12, 16)),  # enlarging
        ((97, 61), 1, (14, 14)),  # shrinking, not by an integer
        ((64, 8), 1, (8, 16)),  # both at once
        ((20, 20), 1, (20, 7)),  # one axis alone
        ((30, 41), 3, (9, 8)),
    ]
]
for case in cases:
    resized = picture(*case["from"], case["channels"]).resize(case["to"], Image.BILINEAR)
    case["values"] = flat(resized)

grey = flat(picture(16, 16, 3).convert("L"))

photographs = [
    {"from": list(size), "channels": channels, "resize": resize, "crop": list(crop)}
    for size, channels, resize, crop in [
        ((37, 23), 3, 16, (14, 14)),  # landscape, shrinking; the crop leaves 11 pixels over
        ((23, 35), 3, 16, (13, 14)),  # portrait, whose longer side is rounded down; half a pixel, to the even one
        ((7, 50), 1, 16, (16, 15)),  # enlarging
        ((16, 41), 3, 16, (9, 16)),  # nothing to scale
        ((1, 1), 3, 16, (11, 11)),
        ((451, 300), 3, 256, (224, 224)),  # ImageNet's, of a photograph of ordinary sizes
        ((375, 500), 3, 342, (299, 299)),
        ((2, 3000), 3, 256, (224, 224)),
    ]
]
for case in photographs:
    steps = transforms.Compose([transforms.Resize(case["resize"]), transforms.CenterCrop(case["crop"])])
    pixels = numpy.asarray(steps(picture(*case["from"], case["channels"])))
    case["sha256"] = hashlib.sha256(pixels.tobytes()).hexdigest()

golden = {
    "pillow": PIL.__version__,
    "torchvision": torchvision.__version__,
    "resize": cases,
    "grey": {"size": [16, 16], "values": grey},
    "photographs": photographs,
}
print(json.dumps(golden, separators=(",", ":")))
