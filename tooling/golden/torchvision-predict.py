"""What torchvision says of an image: makes random weights of one of its networks, saves them, prepares the image with
torchvision's own transforms and prints the probabilities of all classes.

    /usr/bin/python3 tooling/golden/torchvision-predict.py resnet18 weights.pth [image.png]

Without an image one is made, beside the weights. The weights are random, but their running statistics are those of noise
and their scores far apart, so that the probabilities depend on every pixel.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
import torchvision
from PIL import Image
from torchvision import transforms

name, weights_path = sys.argv[1:3]
image_path = sys.argv[3] if len(sys.argv) > 3 else str(Path(weights_path).with_suffix(".png"))
if len(sys.argv) == 3:
    y, x, c = numpy.meshgrid(range(300), range(451), range(3), indexing="ij")
    noise = numpy.random.default_rng(0).integers(0, 60, x.shape)
    waves = 98 + 97 * numpy.sin(x / (9 + 4 * c) + y / 17) * numpy.cos(y / (5 + 3 * c))
    Image.fromarray((waves + noise).astype(numpy.uint8)).save(image_path)

torch.manual_seed(0)
net = torchvision.models.get_model(name)
with torch.no_grad():
    net.train()
    for _ in range(20):
        net(torch.randn(4, 3, 224, 224))
    list(net.parameters())[-2].mul_(12)
net.eval()
torch.save(net.state_dict(), weights_path)

prepare = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
    ]
)
with torch.no_grad():
    probabilities = net(prepare(Image.open(image_path).convert("RGB"))[None]).softmax(1)[0]
categories = torchvision.models.get_model_weights(name).DEFAULT.meta["categories"]
print(json.dumps({"categories": categories, "probabilities": probabilities.tolist()}))
