"""What PyTorch computes with the networks of packages/models/resnet, in float64: see resnet.ts, which calls this."""

import hashlib
import json
import sys

import numpy
import torch
import torchvision
from twins import CifarResNet, load
from weights_file import read_safetensors

torch.set_default_dtype(torch.float64)
IMAGENET = {
    # Inputs of several sizes, odd ones too; the networks that are deep are compared on one.
    "resnet18": [(2, 3, 64, 64), (1, 3, 225, 193)],
    "resnet34": [(1, 3, 65, 97)],
    "resnet50": [(2, 3, 64, 64), (1, 3, 97, 65)],
    "resnet50-v1": [(1, 3, 97, 65)],
    "resnet101": [(1, 3, 64, 64)],
    "resnet152": [(1, 3, 64, 64)],
}
CIFAR = {
    "resnet20": ((2, 3, 32, 32), {}),
    "resnet20-b": ((2, 3, 27, 33), {"shortcut": "B"}),
    "plain20": ((2, 3, 32, 32), {"shortcut": "none"}),
    "resnet20-mini": ((4, 1, 16, 16), {"channels": 1, "widths": (8, 16, 32)}),
}
# Those of which train mode is compared too, and the shape of a batch.
TRAINED = {"resnet18": (4, 3, 64, 64), "resnet20-b": (4, 3, 32, 32), "resnet20-mini": (4, 1, 16, 16)}


def torchvision_twin(name: str) -> torch.nn.Module:
    net = torchvision.models.get_model(name.removesuffix("-v1"))
    if name.endswith("-v1"):
        for block in net.modules():
            if isinstance(block, torchvision.models.resnet.Bottleneck):
                block.conv1.stride, block.conv2.stride = block.conv2.stride, block.conv1.stride
    return net


def inputs(shape, step=0) -> torch.Tensor:
    """Numbers that both sides make by the same formula, rounded to float32 as the network gets them."""
    index = numpy.arange(numpy.prod(shape), dtype=numpy.float64)
    values = (index * (37 + step) % 101 + index * index % 89) / 95 - 1
    return torch.tensor(values.astype(numpy.float32).astype(numpy.float64).reshape(shape))


def first(values: torch.Tensor) -> list:
    return values.detach().reshape(-1)[:16].tolist()


def state_keys(net) -> str:
    """Names and shapes, in order; PyTorch's counters of batches have no counterpart."""
    entries = [(key, value) for key, value in net.state_dict().items() if not key.endswith("num_batches_tracked")]
    text = "".join(f"{key} {'x'.join(map(str, value.shape))}\n" for key, value in entries)
    return hashlib.sha256(text.encode()).hexdigest()


def trained(net, shape) -> dict:
    """Three batches in train mode: the first outputs, the statistics they leave, and outputs in eval mode after that."""
    net.train()
    outputs = [net(inputs(shape, step)) for step in range(3)]
    buffers = {key: value for key, value in net.named_buffers() if not key.endswith("num_batches_tracked")}
    statistics = {key: [value.sum().item(), value[0].item()] for key, value in buffers.items()}
    net.eval()
    return {"logits": first(outputs[0]), "statistics": statistics, "after": first(net(inputs(shape)))}


def gradients(net, shape) -> dict:
    """Of the sum of the logits, weighted by a formula, in train mode."""
    net.train()
    logits = net(inputs(shape))
    (logits * inputs(logits.shape)).sum().backward()
    return {name: [each.grad.sum().item(), each.grad.norm().item(), each.grad.reshape(-1)[0].item()] for name, each in net.named_parameters()}


golden = {}
for network in json.load(sys.stdin):
    name = network["name"]
    weights = {key: torch.tensor(value) for key, value in read_safetensors(network["weights"]).items()}
    imagenet = name in IMAGENET
    net = torchvision_twin(name) if imagenet else CifarResNet(**CIFAR[name][1])
    shapes = IMAGENET[name] if imagenet else [CIFAR[name][0]]
    load(net, weights).eval()
    with torch.no_grad():
        entry = {"keys": state_keys(net), "eval": [{"shape": shape, "logits": first(net(inputs(shape)))} for shape in shapes]}
    if name in TRAINED:
        with torch.no_grad():
            entry["train"] = {"shape": TRAINED[name], **trained(net, TRAINED[name])}
    if name == "resnet20-mini":
        entry["gradients"] = gradients(load(net, weights), TRAINED[name])
    golden[name] = entry
print(json.dumps(golden, indent=1))
