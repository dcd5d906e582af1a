"""What PyTorch computes for connectionist temporal classification.

Writes packages/train/test/golden/ctc.json. Made with PyTorch 1.13 (float64, one thread):

    /usr/bin/python3 tooling/golden/ctc.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

TARGET = pathlib.Path(__file__).parents[2] / "packages/train/test/golden/ctc.json"


def case(title, steps, classes, labels, input_lengths, label_lengths, blank=0, scale=1.0, **options):
    """A batch with its losses and gradients; `scale` makes the network sure of itself."""
    logits = (torch.randn(len(labels), steps, classes) * 64).round().div(64).mul(scale).requires_grad_()
    loss = F.ctc_loss(
        logits.log_softmax(2).transpose(0, 1),
        torch.tensor(labels),
        torch.tensor(input_lengths),
        torch.tensor(label_lengths),
        blank=blank,
        reduction=options.get("reduction", "mean"),
        zero_infinity=options.get("zeroInfinity", False),
    )
    # Each loss has a weight of its own, so that a gradient in another's row shows.
    weights = torch.arange(1, loss.numel() + 1, dtype=loss.dtype)
    (loss.flatten() * weights).sum().backward()
    numbers = lambda x: x.detach().flatten().tolist()
    return {
        "title": title,
        "logits": {"shape": list(logits.shape), "data": numbers(logits)},
        "labels": labels,
        "inputLengths": input_lengths,
        "labelLengths": label_lengths,
        "options": {"blank": blank, **options},
        "value": numbers(loss),
        "gradient": numbers(logits.grad),
    }


torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
varying = dict(
    steps=8,
    classes=5,
    labels=[[1, 2, 3], [2, 2, 1], [4, 1, 1], [3, 1, 1]],
    input_lengths=[8, 6, 5, 7],
    label_lengths=[3, 3, 2, 1],
)
infeasible = dict(
    steps=5,
    classes=4,
    labels=[[1, 2, 3], [2, 2, 2], [1, 1, 1], [1, 2, 3]],
    input_lengths=[5, 4, 2, 3],
    label_lengths=[2, 3, 2, 3],
)
empty = dict(
    steps=4, classes=3, labels=[[1, 1], [2, 1], [1, 2]], input_lengths=[4, 4, 3], label_lengths=[0, 2, 0]
)
cases = [
    case("lengths that vary, repeats", **varying),
    case("lengths that vary, repeats, each for itself", **varying, reduction="none"),
    case("lengths that vary, repeats, their sum", **varying, reduction="sum"),
    case("the last class as the blank", **{**varying, "labels": [[0, 1, 2], [1, 1, 0], [3, 0, 0], [2, 0, 0]]}, blank=4, reduction="none"),
    case("a network that is sure of itself", **varying, scale=20.0, reduction="none"),
    case("no labels", **empty, reduction="none"),
    case("no labels, the mean", **empty),
    case("labels that do not fit cost nothing", **infeasible, zeroInfinity=True, reduction="none"),
    case("labels that do not fit cost nothing, the mean", **infeasible, zeroInfinity=True),
    case(
        "long",
        steps=60,
        classes=8,
        labels=torch.randint(1, 8, (2, 20)).tolist(),
        input_lengths=[60, 47],
        label_lengths=[20, 11],
        reduction="none",
    ),
]
TARGET.write_text(json.dumps(cases) + "\n")
print(f"wrote {len(cases)} cases")
