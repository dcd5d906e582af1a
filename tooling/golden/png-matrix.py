"""PNG files of every colour type, depth and interlacing, in several sizes, and the pixels that PIL reads from them.

    /usr/bin/python3 tooling/golden/png-matrix.py

writes packages/data/test/images/golden/png-matrix.json: for each the file and its pixels as red, green, blue, alpha. The files
are put together here, as PIL writes few of the kinds; their lines take all five filters in turn. Of grey with 16 bits PIL
keeps all of them, and the high byte is taken; a transparent colour it finds in no grey of less than 8 bits.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy
from PIL import Image

FILE = pathlib.Path(__file__).parents[2] / "packages" / "data" / "test" / "images" / "golden" / "png-matrix.json"
SIZES = [(1, 1), (3, 2), (11, 9)]
TYPES = {
    "grey": (0, 1, [1, 2, 4, 8, 16]),
    "colour": (2, 3, [8, 16]),
    "palette": (3, 1, [1, 2, 4, 8]),
    "grey and alpha": (4, 2, [8, 16]),
    "colour and alpha": (6, 4, [8, 16]),
}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(line, depth):
    """The bytes of one line of samples, the first one in the highest bits."""
    bits = "".join(f"{sample:0{depth}b}" for sample in line.reshape(-1).tolist())
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits), 8))


def filtered(line, above, step, kind):
    """A line by one of the five filters: what is left when a neighbour's byte is taken away."""
    out = [kind]
    for index, value in enumerate(line):
        left = line[index - step] if index >= step else 0
        up = above[index]
        corner = above[index - step] if index >= step else 0
        estimate = left + up - corner
        paeth = min([left, up, corner], key=lambda near: abs(estimate - near))
        out.append((value - [0, left, up, (left + up) // 2, paeth][kind]) % 256)
    return bytes(out)


def scanlines(samples, depth):
    """The lines of an image or of one pass, filtered."""
    step = max(1, samples.shape[2] * depth // 8)
    lines = [packed(line, depth) for line in samples]
    above = [bytes(len(lines[0])), *lines]
    return b"".join(filtered(line, above[y], step, y % 5) for y, line in enumerate(lines))


def png(samples, type_, depth, interlaced, chunks=()):
    height, width = samples.shape[:2]
    if interlaced:
        passes = [samples[y::down, x::across] for x, y, across, down in ADAM7]
        data = b"".join(scanlines(part, depth) for part in passes if part.size > 0)
    else:
        data = scanlines(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, type_, 0, 0, int(interlaced))
    body = b"".join(chunk(kind, content) for kind, content in chunks)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def pixels(data):
    image = Image.open(io.BytesIO(data))
    if image.mode == "I":
        image = Image.fromarray((numpy.asarray(image) >> 8).astype(numpy.uint8))
    return image.convert("RGBA").tobytes()


def encoded(data):
    return base64.b64encode(data).decode()


random = numpy.random.default_rng(0)
cases = {}
for colours, (type_, channels, depths) in TYPES.items():
    for depth in depths:
        for width, height in SIZES:
            samples = random.integers(0, 2**depth, (height, width, channels))
            palette = (b"PLTE", random.integers(0, 256, 3 * 2**depth, dtype=numpy.uint8).tobytes())
            kinds = {"": [palette] if colours == "palette" else []}
            if colours == "palette":
                some = random.integers(0, 256, max(1, 2**depth // 2), dtype=numpy.uint8).tobytes()
                kinds[", transparent"] = [palette, (b"tRNS", some)]
            # PIL compares 8 bits of one colour, all bits of grey or colour would be needed with 16.
            if colours in ("grey", "colour") and depth == 8:
                kinds[", transparent"] = [(b"tRNS", samples[-1, -1].astype(">u2").tobytes())]
            for interlaced in (False, True):
                for transparent, chunks in kinds.items():
                    name = f"{colours}, {depth} bits, {width} x {height}{', interlaced' * interlaced}{transparent}"
                    data = png(samples, type_, depth, interlaced, chunks)
                    cases[name] = {"png": encoded(data), "width": width, "height": height, "rgba": encoded(pixels(data))}

FILE.write_text(json.dumps(cases, indent=1) + "\n")
