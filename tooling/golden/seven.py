"""Draws packages/models/lenet/test/fixtures/seven.png: a seven as a felt pen leaves it, dark on light paper.

    /usr/bin/python3 tooling/golden/seven.py packages/models/lenet/test/fixtures/seven.png

Drawn from scratch, no picture of any data set is in it.
"""

import math
import random
import sys

from PIL import Image, ImageDraw, ImageFilter

SIZE = 200
SCALE = 4  # drawn larger and shrunk, for smooth strokes

random.seed(7)


def stroke(draw: ImageDraw.ImageDraw, points, width: float) -> None:
    """A round pen moved along a polyline, a little unsteadily."""
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        steps = int(math.hypot(x1 - x0, y1 - y0) * SCALE)
        for step in range(steps + 1):
            t = step / max(steps, 1)
            radius = width / 2 * (1 + 0.06 * math.sin(9 * t) + random.uniform(-0.02, 0.02)) * SCALE
            x, y = (x0 + (x1 - x0) * t) * SCALE, (y0 + (y1 - y0) * t) * SCALE
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=38)


def curve(start, control, end, count=24):
    """A quadratic Bezier curve."""
    for index in range(count + 1):
        t = index / count
        yield tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, control, end))


paper = Image.new("L", (SIZE * SCALE, SIZE * SCALE), 244)
draw = ImageDraw.Draw(paper)
stroke(draw, list(curve((58, 60), (98, 66), (142, 55))), 15)
stroke(draw, list(curve((142, 55), (112, 92), (92, 154))), 15)

image = paper.filter(ImageFilter.GaussianBlur(SCALE)).resize((SIZE, SIZE), Image.BILINEAR)
image.save(sys.argv[1], optimize=True)
