"""Networks of torchvision at full size, for torchvision-nets.ts.

    torchvision-nets.py save FUNCTION WEIGHTS.pth   makes random weights, saves them and prints what they compute
    torchvision-nets.py load FUNCTION WEIGHTS.pth   loads weights strictly and prints what they compute

Standard input has the shapes of the inputs, and the arguments of the function. What is printed: all outputs for each shape, and the names and shapes of the
state dict, a line each.
"""

import json
import sys

import torch
import torchvision

from known_values import known_values

command, function, path = sys.argv[1:]
question = json.load(sys.stdin)
torch.manual_seed(0)
# Weights of a size that keeps the scale of what layers give, so that all of them matter to the scores.
net = torchvision.models.get_model(function, **question["arguments"])
if command == "save":
    for module in net.modules():
        if isinstance(module, (torch.nn.Linear, torch.nn.Conv2d)):
            torch.nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                torch.nn.init.uniform_(module.bias, -0.1, 0.1)
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
            torch.nn.init.uniform_(module.running_mean, -0.5, 0.5)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    torch.save(net.state_dict(), path)
else:
    net.load_state_dict(torch.load(path), strict=True)
net.eval()


def scores(output):
    """Networks for segmentation give auxiliary scores beside their own."""
    return output["out"] if isinstance(output, dict) else output


with torch.no_grad():
    outputs = {
        size: scores(net(known_values("input", tuple(map(int, size.split("x")))).float())).flatten().tolist()
        for size in question["sizes"]
    }
state = [(key, value) for key, value in net.state_dict().items() if not key.endswith("num_batches_tracked")]
lines = "".join(f"{key} {'x'.join(map(str, value.shape))}\n" for key, value in state)
print(json.dumps({"outputs": outputs, "state": lines}))
