"""The detectors of packages/models/detection in PyTorch; RoI pooling is torchvision's."""

import torch
from torch import nn
from torchvision.ops import roi_pool

# Image index, x0, y0, x1, y1: within the image, over its edges, of one pixel, and the wrong way round.
REGIONS = [[0, 3, 4, 17, 15], [1, -4, 20, 9, 60], [1, 30, 30, 30, 30], [0, 0, 0, 47, 47], [1, 40.5, 11.25, 22.5, 30]]


def convolutions(*channels):
    return [
        stage
        for a, b in zip(channels, channels[1:])
        for stage in (nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU())
    ]


class HeatDetector(nn.Module):
    def __init__(self):
        super().__init__()
        pool = nn.MaxPool2d(2)
        self.features = nn.Sequential(
            *convolutions(1, 16, 16), pool, *convolutions(16, 32, 32), pool, *convolutions(32, 48, 48)
        )
        self.scores, self.boxes = nn.Conv2d(48, 3, 1), nn.Conv2d(48, 4, 1)

    def forward(self, image):
        maps = self.features(image)
        return self.scores(maps) - 4, self.boxes(maps)


class RoiDetector(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(*convolutions(1, 16, 16), nn.MaxPool2d(2), *convolutions(16, 24, 24, 24))
        self.fc, self.scores, self.deltas = nn.Linear(600, 64), nn.Linear(64, 4), nn.Linear(64, 4)

    def extract(self, image):
        return self.features(image)

    def judge(self, maps, regions):
        hidden = torch.relu(self.fc(roi_pool(maps, regions, 5, 0.5).flatten(1)))
        return self.scores(hidden), self.deltas(hidden)

    def forward(self, image, regions):
        return self.judge(self.extract(image), regions)


class OneOutput(nn.Module):
    """Both outputs of a detector side by side."""

    def __init__(self, detector, *more):
        super().__init__()
        self.detector = detector
        self.more = more

    def forward(self, image):
        return torch.cat(self.detector(image, *(torch.tensor(each) for each in self.more)), 1)


DETECTION = {
    "heat-detector": (lambda: OneOutput(HeatDetector()), ["2x1x48x48", "1x1x45x62", "1x1x8x12"], "2x1x16x16"),
    "roi-detector": (lambda: OneOutput(RoiDetector(), REGIONS), ["2x1x48x48", "2x1x31x22"], "2x1x16x12"),
}
