import torch
import torch.nn.functional as F
import torchvision.ops


def stochastic(x, s, kernel, stride):
    """The test-time rule of Zeiler & Fergus 2013, equation 6, window by window."""
    windows = x.unfold(2, kernel, stride).unfold(3, kernel, stride).flatten(4)
    total = windows.sum(-1, keepdim=True)
    return (windows / total.where(total > 0, torch.ones_like(total)) * windows).sum(-1)


def unpooled(x, s, stride, size=None):
    values, places = F.max_pool2d(x, 2, stride, return_indices=True)
    return F.max_unpool2d(values, places, 2, stride, output_size=size)


def corners(x, s):
    return F.conv_transpose2d(x, x.new_tensor([1, 0, 0, 0, 0, 0]).reshape(1, 1, 2, 3).repeat(2, 1, 1, 1), stride=(2, 3), groups=2)


TWINS = {
    "MaxPool1d: overlapping, padding": lambda x, s: F.max_pool1d(x, 3, 2, 1),
    "MaxPool2d: 2x2": lambda x, s: F.max_pool2d(x, 2),
    "MaxPool2d: overlapping, ceil mode": lambda x, s: F.max_pool2d(x, 3, 2, ceil_mode=True),
    "MaxPool2d: dilation": lambda x, s: F.max_pool2d(x, (2, 3), 1, (0, 1), 2),
    "MaxPool3d: time left alone": lambda x, s: F.max_pool3d(x, (1, 2, 2)),
    "AveragePool1d: overlapping": lambda x, s: F.avg_pool1d(x, 3, 2, 1),
    "AveragePool2d: 2x2": lambda x, s: F.avg_pool2d(x, 2),
    "AveragePool2d: padding not counted": lambda x, s: F.avg_pool2d(x, 3, 2, 1, True, False),
    "AveragePool3d: overlapping": lambda x, s: F.avg_pool3d(x, (2, 3, 2), (1, 2, 2)),
    "GlobalAveragePool: images": lambda x, s: x.mean((2, 3)),
    "GlobalMaxPool: sequences, axes kept": lambda x, s: x.amax(2, keepdim=True),
    "AdaptiveAveragePool: sizes that divide": lambda x, s: F.adaptive_avg_pool2d(x, (3, 2)),
    "AdaptiveAveragePool: sizes that do not": lambda x, s: F.adaptive_avg_pool2d(x, (3, 4)),
    "AdaptiveAveragePool: more bins than elements": lambda x, s: F.adaptive_avg_pool1d(x, 5),
    "AdaptiveAveragePool: volumes": lambda x, s: F.adaptive_avg_pool3d(x, 2),
    "AdaptiveMaxPool: sizes that do not divide": lambda x, s: F.adaptive_max_pool2d(x, (3, 4)),
    "AdaptiveMaxPool: volumes": lambda x, s: F.adaptive_max_pool3d(x, (2, 2, 3)),
    "StochasticPool2d: expectation": lambda x, s: stochastic(x, s, 3, 2),
    "StochasticPool2d: windows of zeros": lambda x, s: stochastic(x, s, 2, 2),
    "Subsampling: 2x2": lambda x, s: 4 * F.avg_pool2d(x, 2) * s["coefficient"] + s["bias"],
    "RoiPool2d: bins that overlap, are thin or empty": lambda x, rois, s: torchvision.ops.roi_pool(x, rois, (3, 2), 0.5),
    "MaxUnpool2d: back to the places": lambda x, s: unpooled(x, s, 2),
    "MaxUnpool2d: overlapping windows, odd sizes": lambda x, s: unpooled(x, s, 3, (6, 7)),
    "CornerUnpool2d: two factors": corners,
}
