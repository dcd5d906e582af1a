"""The networks that are compared, as modules of PyTorch under the names that the blocks give their weights."""

import torch
from torch import nn
import torch.nn.functional as F


class Mlp(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class CifarBlock(nn.Module):
    def __init__(self, inside, channels, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.stride, self.added, self.option = stride, (channels - inside) // 2, shortcut
        if shortcut == "B" and stride != 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inside, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.option == "none":
            return F.relu(y)
        if self.stride != 1 and self.option == "B":
            x = self.shortcut(x)
        elif self.stride != 1:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.added, self.added))
        return F.relu(y + x)


class CifarResNet(nn.Module):
    """Of 6 * blocks + 2 layers."""

    def __init__(self, channels=3, widths=(16, 32, 64), shortcut="A", blocks=3):
        super().__init__()
        a, b, c = widths
        self.conv1, self.bn1 = nn.Conv2d(channels, a, 3, 1, 1, bias=False), nn.BatchNorm2d(a)
        for name, inside, width, stride in [("layer1", a, a, 1), ("layer2", a, b, 2), ("layer3", b, c, 2)]:
            later = [CifarBlock(width, width, 1, shortcut) for _ in range(blocks - 1)]
            setattr(self, name, nn.Sequential(CifarBlock(inside, width, stride, shortcut), *later))
        self.fc = nn.Linear(c, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


class AddingLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(2, 48), nn.Linear(48, 1)

    def forward(self, x):
        return self.head(self.lstm(x)[1][0][0])


def load(module, weights):
    """Strictly, but for PyTorch's counters of batches, which our state dicts do not have."""
    counters = {name: value for name, value in module.state_dict().items() if name.endswith("num_batches_tracked")}
    module.load_state_dict({**counters, **weights}, strict=True)
    return module
