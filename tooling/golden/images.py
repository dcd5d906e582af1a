"""Small images of every kind that packages/data decodes, and the pixels that PIL reads from them.

    /usr/bin/python3 tooling/golden/images.py

writes packages/data/test/images/fixtures/*.{png,jpg} and pixels.json beside them: width, height, and the pixels as red,
green, blue, alpha. Where PIL has no mode for a kind (16 bits a channel), the pixels are what was written, their high bytes.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy
from PIL import Image, ImageCms

FOLDER = pathlib.Path(__file__).parents[2] / "packages" / "family" / "test" / "fixtures" / "images"
WIDTH, HEIGHT = 24, 16

y, x = numpy.meshgrid(range(HEIGHT), range(WIDTH), indexing="ij")
grey = ((x * 37 + y * 61 + x * y * 7) % 256).astype(numpy.uint8)
colour = numpy.stack([(grey.astype(int) * (c + 3) + 91 * c) % 256 for c in range(3)], 2).astype(numpy.uint8)
alpha = ((x * 255) // (WIDTH - 1)).astype(numpy.uint8)
# What JPEG is for: no noise, a gradient of each colour, and an edge between two colours.
smooth = numpy.stack([x * 10, 255 - y * 15, 40 + (x + y) * 5], 2).astype(numpy.uint8)
smooth[:, WIDTH // 3 : WIDTH // 2] = [200, 30, 60]


def swapped_profile():
    """A colour profile in which red and blue change places: one that is followed shows."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack(">I", profile[128:132])
    places = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    profile[red : red + 4], profile[blue : blue + 4] = profile[blue : blue + 4], profile[red : red + 4]
    return bytes(profile)


def png16(pixels):
    """A PNG of 16 bits a channel, which PIL writes for grey alone."""
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels.reshape(HEIGHT, -1))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def encoded(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif.tobytes()


rgba = Image.fromarray(numpy.dstack([colour, alpha]))
palette = Image.fromarray(colour).quantize(16)
wide = grey.astype(numpy.uint16) * 257 ^ 0x00A5
wide_colour = colour.astype(numpy.uint16) * 257 ^ 0x00A5
photo = Image.fromarray(smooth)
profile = swapped_profile()

files = {
    "grey.png": encoded(Image.fromarray(grey), format="png"),
    "grey-1-bit.png": encoded(Image.fromarray(grey).convert("1"), format="png"),
    "grey-alpha.png": encoded(Image.fromarray(numpy.dstack([grey, alpha])), format="png"),
    "grey-16-bit.png": png16(wide),
    "colour.png": encoded(Image.fromarray(colour), format="png"),
    "colour-16-bit.png": png16(wide_colour),
    "colour-alpha.png": encoded(rgba, format="png"),
    "colour-profile.png": encoded(Image.fromarray(colour), format="png", icc_profile=profile),
    "orientation.png": encoded(Image.fromarray(colour), format="png", exif=orientation(6)),
    "palette.png": encoded(palette, format="png"),
    "palette-transparent.png": encoded(palette, format="png", transparency=3),
    "grey.jpg": encoded(photo.convert("L"), format="jpeg", quality=90),
    "colour-4-4-4.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0),
    "colour-4-2-2.jpg": encoded(photo, format="jpeg", quality=90, subsampling=1),
    "colour-4-2-0.jpg": encoded(photo, format="jpeg", quality=90, subsampling=2),
    "colour-4-2-0-odd.jpg": encoded(photo.crop((3, 2, 22, 13)), format="jpeg", quality=90, subsampling=2),
    "colour-4-2-0-narrow.jpg": encoded(photo.crop((7, 2, 11, 13)), format="jpeg", quality=90, subsampling=2),
    "progressive.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0, progressive=True),
    "cmyk.jpg": encoded(photo.convert("CMYK"), format="jpeg", quality=90),
    "colour-profile.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0, icc_profile=profile),
    "orientation.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0, exif=orientation(6)),
}

FOLDER.mkdir(parents=True, exist_ok=True)
pixels = {}
for name, data in files.items():
    (FOLDER / name).write_bytes(data)
    if name == "grey-16-bit.png":
        image = Image.fromarray((wide >> 8).astype(numpy.uint8))
    elif name == "colour-16-bit.png":
        image = Image.fromarray((wide_colour >> 8).astype(numpy.uint8))
    else:
        image = Image.open(io.BytesIO(data))
    values = numpy.asarray(image.convert("RGBA") if image.mode != "CMYK" else image.convert("RGB").convert("RGBA"))
    pixels[name] = {
        "width": image.width,
        "height": image.height,
        "rgba": base64.b64encode(values.tobytes()).decode(),
    }
(FOLDER / "pixels.json").write_text(json.dumps(pixels, indent=1) + "\n")
