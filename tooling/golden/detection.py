"""What torchvision.ops says of boxes, for packages/models/detection.

    /usr/bin/python3 tooling/golden/detection.py

writes packages/models/detection/test/golden/boxes.json: overlaps, what non-maximum suppression keeps, what stays of boxes in an
image, and deltas between boxes (x0, y0, x1, y1 throughout).
"""

import json
import pathlib

import torch
import torchvision
from torchvision.models.detection._utils import BoxCoder
from torchvision.ops import box_iou, clip_boxes_to_image, nms

torch.manual_seed(0)
TARGET = pathlib.Path(__file__).parents[2] / "packages" / "models" / "detection" / "test" / "golden" / "boxes.json"


def boxes(count):
    corners = torch.rand(count, 2, dtype=torch.float64) * 40 - 5
    return torch.cat([corners, corners + 3 + torch.rand(count, 2, dtype=torch.float64) * 20], 1)


a, b = boxes(12), boxes(9)
many = boxes(60)
scores = torch.rand(60, dtype=torch.float64)
coder = BoxCoder(weights=(1.0, 1.0, 1.0, 1.0), bbox_xform_clip=float(torch.log(torch.tensor(16.0, dtype=torch.float64))))
wild = torch.randn(12, 4, dtype=torch.float64) * 2
golden = {
    "torchvision": torchvision.__version__,
    "a": a.tolist(),
    "b": b.tolist(),
    "overlaps": box_iou(a, b).tolist(),
    "clipped": clip_boxes_to_image(a, (30, 25)).tolist(),
    "many": many.tolist(),
    "scores": scores.tolist(),
    "kept": {str(overlap): nms(many, scores, overlap).tolist() for overlap in (0.1, 0.3, 0.5, 0.9)},
    "deltas": coder.encode_single(b, a[:9]).tolist(),
    "wild": wild.tolist(),
    "moved": coder.decode_single(wild, a).tolist(),
}
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(json.dumps(golden) + "\n")
