import torch
import torch.nn.functional as F


def affine(s):
    return {"weight": s.get("weight"), "bias": s.get("bias")}


def recorded(x, s):
    return F.batch_norm(x, s["running_mean"], s["running_var"], **affine(s))


def training(x, s, epsilon):
    return F.batch_norm(x, None, None, **affine(s), training=True, eps=epsilon)


def lrn(x, s, size, alpha, beta, k):
    """Krizhevsky et al. 2012, section 3.3, channel by channel; alpha as it stands there."""
    channels = x.shape[1]
    y = []
    for i in range(channels):
        near = x[:, max(0, i - size // 2) : min(channels, i + size // 2 + 1)]
        y.append(x[:, i] / (k + alpha * (near**2).sum(1)) ** beta)
    return torch.stack(y, 1)


TWINS = {
    "BatchNorm1d: recorded statistics": recorded,
    "BatchNorm2d: recorded statistics": recorded,
    "BatchNorm2d: training": lambda x, s: training(x, s, 1e-3),
    "BatchNorm3d: training": lambda x, s: training(x, s, 1e-5),
    "LayerNorm: last axis": lambda x, s: F.layer_norm(x, (5,), **affine(s)),
    "LayerNorm: two axes": lambda x, s: F.layer_norm(x, (3, 5), **affine(s)),
    "GroupNorm: 2 groups of 3": lambda x, s: F.group_norm(x, 2, **affine(s)),
    "GroupNorm: one group, not affine": lambda x, s: F.group_norm(x, 1, eps=1e-3),
    "InstanceNorm1d: plain": lambda x, s: F.instance_norm(x),
    "InstanceNorm2d: affine": lambda x, s: F.instance_norm(x, **affine(s)),
    "InstanceNorm3d: plain": lambda x, s: F.instance_norm(x),
    "LocalResponseNorm: of AlexNet": lambda x, s: F.local_response_norm(x, 5, 0.5, 0.75, 2),
    "LocalResponseNorm: alpha not divided": lambda x, s: lrn(x, s, 3, 0.5, 0.75, 1),
    "LocalResponseNorm: even size, sequences": lambda x, s: F.local_response_norm(x, 4, 0.5, 0.5, 2),
}
