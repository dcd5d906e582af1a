"""Golden values for packages/family/src/image: PIL's bilinear resize and its grey, on pictures made by a formula.

    /usr/bin/python3 tooling/golden/image-resize.py > packages/family/test/golden/image-resize.json
"""

import json

import numpy
import PIL
from PIL import Image


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
print(json.dumps({"pillow": PIL.__version__, "resize": cases, "grey": {"size": [16, 16], "values": grey}}, separators=(",", ":")))
