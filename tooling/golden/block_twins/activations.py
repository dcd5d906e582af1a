import torch
import torch.nn.functional as F

TWINS = {
    "elu": lambda x, s: F.elu(x),
    "elu: alpha 0.3": lambda x, s: F.elu(x, 0.3),
    "gelu": lambda x, s: F.gelu(x),
    "hardTanh: bounds": lambda x, s: F.hardtanh(x, -0.5, 2),
    "leakyRelu: slope 0.2": lambda x, s: F.leaky_relu(x, 0.2),
    "relu": lambda x, s: F.relu(x),
    "relu6": lambda x, s: F.relu6(x),
    "selu": lambda x, s: F.selu(x),
    "sigmoid": lambda x, s: torch.sigmoid(x),
    "silu": lambda x, s: F.silu(x),
    "softplus": lambda x, s: F.softplus(x, threshold=1e9),
    "tanh": lambda x, s: torch.tanh(x),
    "softmax: last axis": lambda x, s: F.softmax(x, -1),
    "softmax: channels": lambda x, s: F.softmax(x, 1),
    "logSoftmax: last axis": lambda x, s: F.log_softmax(x, -1),
    "PReLU: one slope": lambda x, s: F.prelu(x, s["weight"]),
    "PReLU: a slope a channel": lambda x, s: F.prelu(x, s["weight"]),
    "maxout: channels": lambda x, s: torch.stack([x[:, :3].amax(1), x[:, 3:].amax(1)], 1),
    "maxout: last axis": lambda x, s: torch.maximum(x[..., ::2], x[..., 1::2]),
    "gatedLinearUnit: last axis": lambda x, s: F.glu(x),
    "gatedLinearUnit: channels": lambda x, s: F.glu(x, 1),
}
