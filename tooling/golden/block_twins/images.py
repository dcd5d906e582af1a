import math

import torch
import torch.nn.functional as F

UNEVEN = (3, 0, 1, 2)
CROPPING = (1, -2, -1, 2)


def mirrored(x):
    """A volume of 3x4x3, along each axis by the indices written out."""
    x = x[:, :, [1, 0, 1, 2, 1]]
    x = x[:, :, :, [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]]
    return x[..., [2, 1, 0, 1, 2, 1, 0]]


def kernel(x, values, mode="replicate"):
    """One kernel over every channel, in a frame of half its size."""
    weight = torch.tensor(values, dtype=x.dtype)
    rows, columns = weight.shape
    frame = (columns // 2, columns // 2, rows // 2, rows // 2)
    padded = F.pad(x, frame) if mode == "zero" else F.pad(x, frame, mode)
    return F.conv2d(padded, weight.expand(x.shape[1], 1, rows, columns), groups=x.shape[1])


def bell(sigma, reach):
    values = [math.exp(-(i * i) / (2 * sigma * sigma)) for i in range(-reach, reach + 1)]
    rows = [[a * b for b in values] for a in values]
    total = sum(map(sum, rows))
    return [[value / total for value in row] for row in rows]


TWINS = {
    "ConstantPad: uneven": lambda x, s: F.pad(x, UNEVEN, value=0.5),
    "ConstantPad: crops": lambda x, s: F.pad(x, CROPPING),
    "ReflectionPad: sequences": lambda x, s: F.pad(x, (4, 1), "reflect"),
    "ReflectionPad: uneven": lambda x, s: F.pad(x, UNEVEN, "reflect"),
    "ReflectionPad: crops": lambda x, s: F.pad(x[:, :, 1:, :3], (1, 0, 0, 2), "reflect"),
    "ReflectionPad: volumes": lambda x, s: mirrored(x),
    "ReplicationPad: sequences": lambda x, s: F.pad(x, (7, 1), "replicate"),
    "ReplicationPad: uneven": lambda x, s: F.pad(x, UNEVEN, "replicate"),
    "ReplicationPad: volumes": lambda x, s: F.pad(x, (1,) * 6, "replicate"),
    "CircularPad: sequences": lambda x, s: F.pad(x, (5, 2), "circular"),
    "CircularPad: uneven": lambda x, s: F.pad(x, UNEVEN, "circular"),
    "CircularPad: volumes": lambda x, s: F.pad(x, (3, 3, 2, 2, 1, 1), "circular"),
    "Upsample: nearest, factor 2": lambda x, s: F.interpolate(x, scale_factor=2),
    "Upsample: nearest, two factors": lambda x, s: F.interpolate(x, scale_factor=(3, 1)),
    "resize: nearest, any size": lambda x, s: F.interpolate(x, (7, 3)),
    "resize: nearest, volumes": lambda x, s: F.interpolate(x, scale_factor=2),
    "resize: linear, sequences": lambda x, s: F.interpolate(x, 8, mode="linear"),
    "Upsample: bilinear": lambda x, s: F.interpolate(x, scale_factor=2, mode="bilinear"),
    "resize: bilinear, smaller and larger": lambda x, s: F.interpolate(x, (3, 9), mode="bilinear"),
    "resize: bilinear, corners aligned": lambda x, s: F.interpolate(x, (7, 3), mode="bilinear", align_corners=True),
    "resize: trilinear": lambda x, s: F.interpolate(x, (5, 2, 4), mode="trilinear"),
    "resize: bicubic": lambda x, s: F.interpolate(x, (7, 8), mode="bicubic"),
    "resize: bicubic, corners aligned": lambda x, s: F.interpolate(x, (6, 3), mode="bicubic", align_corners=True),
    "boxBlur: 3x3": lambda x, s: kernel(x, [[1 / 9] * 3] * 3),
    "boxBlur: 5x5, zeros beyond": lambda x, s: kernel(x, [[1 / 25] * 5] * 5, "zero"),
    "gaussianBlur: mirrored": lambda x, s: kernel(x, bell(0.8, 3), "reflect"),
    "sharpen": lambda x, s: kernel(x, [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "emboss": lambda x, s: kernel(x, [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    "sobel: horizontal": lambda x, s: kernel(x, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel: vertical": lambda x, s: kernel(x, [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "filterImages: a wide kernel": lambda x, s: kernel(x, [[1, 2, 3, -4, 5]], "zero"),
}
