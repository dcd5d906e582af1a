"""Small images of every kind that packages/data decodes, and the pixels that PIL reads from them.

    /usr/bin/python3 tooling/golden/images.py

writes packages/data/test/images/fixtures/*.{png,jpg} and pixels.json beside them: width, height, and the pixels as red,
green, blue, alpha. Where PIL has no mode for a kind (16 bits a channel), the pixels are what was written, their high bytes.
(PNG files of every colour type, depth and interlacing come from png-matrix.py.) Needs cjpeg and jpegtran of libjpeg-turbo.
"""

import base64
import io
import json
import pathlib
import struct
import subprocess
import zlib

import numpy
from PIL import Image, ImageCms

FOLDER = pathlib.Path(__file__).parents[2] / "packages" / "data" / "test" / "images" / "fixtures"
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


def without(marker, data):
    """A JPEG file without the segments of one marker."""
    kept, place = data[:2], 2
    while data[place + 1] != 0xDA:
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        if data[place + 1] != marker:
            kept += data[place : place + 2 + length]
        place += 2 + length
    return kept + data[place:]


def adobe(transform, data):
    """A JPEG file that says what its components are in Adobe's way alone."""
    segment = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])
    return data[:2] + segment + without(0xEE, without(0xE0, data))[2:]


def named(names, data):
    """A JPEG file whose three components have other names, and that does not say what they are."""
    data = bytearray(without(0xE0, data))
    frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
    for index, name in enumerate(names):
        data[frame + 10 + 3 * index] = data[scan + 5 + 2 * index] = name
    return bytes(data)


def sampled(sizes, image):
    """A JPEG file whose components have such sizes."""
    command = ["cjpeg", "-quality", "90", "-sample", sizes]
    return subprocess.run(command, input=encoded(image, format="ppm"), capture_output=True, check=True).stdout


def turned(data):
    """A JPEG file turned without being decoded: colours of half the width become such of half the height."""
    return subprocess.run(["jpegtran", "-rotate", "90"], input=data, capture_output=True, check=True).stdout


rgba = Image.fromarray(numpy.dstack([colour, alpha]))
palette = Image.fromarray(colour).quantize(16)
wide = grey.astype(numpy.uint16) * 257 ^ 0x00A5
wide_colour = colour.astype(numpy.uint16) * 257 ^ 0x00A5
photo = Image.fromarray(smooth)
profile = swapped_profile()
cmyk = encoded(photo.convert("CMYK"), format="jpeg", quality=90)
# PIL writes the components of the mode YCbCr as they are, and those of the mode CMYK inverted.
components = encoded(Image.frombytes("YCbCr", photo.size, photo.tobytes()), format="jpeg", quality=90, subsampling=0)
four = [255 - numpy.asarray(plane) for plane in [*photo.convert("YCbCr").split(), Image.fromarray(255 - grey // 3)]]
ycck = adobe(2, encoded(Image.fromarray(numpy.dstack(four), "CMYK"), format="jpeg", quality=90))
frames = [Image.fromarray(colour[:, ::-1])]

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
    "animation.png": encoded(Image.fromarray(colour), format="png", save_all=True, append_images=frames),
    # Cut off in the checksum of the pixels.
    "no-end.png": encoded(Image.fromarray(colour), format="png")[:-14],
    "palette.png": encoded(palette, format="png"),
    "palette-transparent.png": encoded(palette, format="png", transparency=3),
    "grey.jpg": encoded(photo.convert("L"), format="jpeg", quality=90),
    "colour-4-4-4.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0),
    "colour-4-2-2.jpg": encoded(photo, format="jpeg", quality=90, subsampling=1),
    "colour-4-2-0.jpg": encoded(photo, format="jpeg", quality=90, subsampling=2),
    "colour-4-2-0-odd.jpg": encoded(photo.crop((3, 2, 22, 13)), format="jpeg", quality=90, subsampling=2),
    "colour-4-2-0-narrow.jpg": encoded(photo.crop((7, 2, 11, 13)), format="jpeg", quality=90, subsampling=2),
    "progressive.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0, progressive=True),
    "cmyk.jpg": cmyk,
    "cmyk-no-adobe.jpg": without(0xEE, cmyk),
    "ycck.jpg": ycck,
    "rgb-adobe.jpg": adobe(0, components),
    "rgb-named.jpg": named(b"RGB", components),
    "adobe-4-2-0.jpg": adobe(1, encoded(photo, format="jpeg", quality=90, subsampling=2)),
    "colour-4-4-0.jpg": turned(encoded(photo, format="jpeg", quality=90, subsampling=1)),
    "sizes-differ.jpg": sampled("1x2,2x1,1x1", photo),
    "no-end.jpg": encoded(photo, format="jpeg", quality=90, subsampling=0)[:-2],
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
    elif name == "no-end.jpg":
        image = Image.open(io.BytesIO(data + b"\xff\xd9"))
    else:
        image = Image.open(io.BytesIO(data))
    values = numpy.asarray(image.convert("RGBA") if image.mode != "CMYK" else image.convert("RGB").convert("RGBA"))
    pixels[name] = {
        "width": image.width,
        "height": image.height,
        "rgba": base64.b64encode(values.tobytes()).decode(),
    }
(FOLDER / "pixels.json").write_text(json.dumps(pixels, indent=1) + "\n")
