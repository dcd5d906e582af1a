"""What PyTorch computes for the update rules, clipping, schedules and losses of packages/train.

Writes packages/train/test/golden/{optimizers,losses}.json. Made with PyTorch 1.13 (float64, one thread):

    /usr/bin/python3 tooling/golden/optimizers.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

STEPS = 6
FOLDER = pathlib.Path(__file__).parents[2] / "packages/train/test/golden"

RULES = [
    ("sgd", torch.optim.SGD, dict(lr=0.1)),
    ("sgd", torch.optim.SGD, dict(lr=0.1, weight_decay=0.05)),
    ("sgd", torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    ("sgd", torch.optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.3)),
    ("sgd", torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05)),
    ("adam", torch.optim.Adam, dict(lr=0.01)),
    ("adam", torch.optim.Adam, dict(lr=0.01, betas=(0.5, 0.9), eps=0.01, weight_decay=0.05)),
    ("adamW", torch.optim.AdamW, dict(lr=0.01)),
    ("adamW", torch.optim.AdamW, dict(lr=0.01, weight_decay=0.5)),
    ("rmsProp", torch.optim.RMSprop, dict(lr=0.01)),
    ("rmsProp", torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=0.01, weight_decay=0.05)),
    ("rmsProp", torch.optim.RMSprop, dict(lr=0.01, momentum=0.9)),
    ("rmsProp", torch.optim.RMSprop, dict(lr=0.01, centered=True)),
    ("rmsProp", torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, momentum=0.5, centered=True, eps=0.01)),
]

NAMES = dict(lr="learningRate", weight_decay="weightDecay", eps="epsilon")


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def coarse(*shape):
    """Values that float32 holds exactly."""
    return torch.round(torch.randn(*shape) * 64) / 64


def rules():
    first = [coarse(2, 3), coarse(3)]
    gradients = [[coarse(2, 3), coarse(3)] for _ in range(STEPS)]
    # The rate changes within the run, as schedules change it.
    factors = [1, 1, 0.5, 0.5, 2, 2]

    def run(make, options, clip=None):
        parameters = [torch.nn.Parameter(value.clone()) for value in first]
        optimizer = make(parameters, **options)
        trajectory, norms = [], []
        for step in range(STEPS):
            for parameter, gradient in zip(parameters, gradients[step]):
                parameter.grad = gradient.clone()
            if clip is not None:
                norms.append(clip(parameters))
            for group in optimizer.param_groups:
                group["lr"] = options["lr"] * factors[step]
            optimizer.step()
            trajectory.append([numbers(parameter) for parameter in parameters])
        return trajectory, norms

    def by_norm(parameters):
        return float(torch.nn.utils.clip_grad_norm_(parameters, 2.5))

    def by_value(parameters):
        torch.nn.utils.clip_grad_value_(parameters, 0.5)

    clipped, norms = run(torch.optim.SGD, dict(lr=0.1), by_norm)
    limited, _ = run(torch.optim.SGD, dict(lr=0.1), by_value)
    return {
        "first": [numbers(value) for value in first],
        "gradients": [[numbers(value) for value in step] for step in gradients],
        "factors": factors,
        "rules": [
            {
                "rule": rule,
                "options": {NAMES.get(key, key): value for key, value in options.items()},
                "trajectory": run(make, options)[0],
            }
            for rule, make, options in RULES
        ],
        "clipByGlobalNorm": {"limit": 2.5, "trajectory": clipped, "norms": norms},
        "clipByValue": {"limit": 0.5, "trajectory": limited},
    }


def schedules():
    def factors(make, steps):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1)
        schedule = make(optimizer)
        rates = []
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return rates

    lr = torch.optim.lr_scheduler
    return {
        "step": factors(lambda o: lr.StepLR(o, 7, gamma=0.5), 30),
        "multiStep": factors(lambda o: lr.MultiStepLR(o, [5, 9, 20]), 30),
        "cosine": factors(lambda o: lr.CosineAnnealingLR(o, 30, eta_min=0.1), 30),
        "oneCycle": factors(lambda o: lr.OneCycleLR(o, 1.0, total_steps=30), 30)[:30],
    }


def losses():
    logits, spatial = coarse(5, 4), coarse(2, 3, 2, 2)
    labels, spatial_labels = torch.tensor([0, 3, 1, 1, 2]), torch.tensor([[[0, 1], [2, 2]], [[1, 0], [0, 2]]])
    targets, binary = coarse(5, 4), torch.rand(5, 4).mul(8).round().div(8)
    mask, spatial_mask = torch.tensor([1, 0, 1, 1, 0]), torch.tensor([[[1, 1], [0, 1]], [[0, 1], [1, 1]]])
    # Drawn after all else, so that it moves no number of the rest.
    pairs, near, far = coarse(4, 4), coarse(5, 4), coarse(5, 4)
    signs = torch.sign(coarse(5, 4) + 1 / 128)
    class_weights = [0.5, 2.0, 1.0, 0.25]
    spatial_weights = [0.5, 2.0, 1.0]
    ignored = lambda y, m: torch.where(m == 1, y, -100)
    wide = lambda x: x * 3
    cases = [
        ("crossEntropy", {}, logits, labels, None, F.cross_entropy),
        ("crossEntropy", {}, logits * 200, labels, None, F.cross_entropy),
        ("crossEntropy", {"labelSmoothing": 0.1}, logits, labels, None, lambda x, y: F.cross_entropy(x, y, label_smoothing=0.1)),
        ("crossEntropy", {}, logits, labels, mask, lambda x, y: F.cross_entropy(x, ignored(y, mask))),
        ("crossEntropy", {}, spatial, spatial_labels, None, F.cross_entropy),
        ("crossEntropy", {}, spatial, spatial_labels, spatial_mask, lambda x, y: F.cross_entropy(x, ignored(y, spatial_mask))),
        ("binaryCrossEntropyWithLogits", {}, wide(logits), binary, None, F.binary_cross_entropy_with_logits),
        ("meanSquaredError", {}, logits, targets, None, F.mse_loss),
        ("meanSquaredError", {}, logits, targets, mask, lambda x, y: F.mse_loss(x[mask == 1], y[mask == 1])),
        ("meanAbsoluteError", {}, logits, targets, None, F.l1_loss),
        ("huber", {"delta": 0.7}, logits, targets, None, lambda x, y: F.huber_loss(x, y, delta=0.7)),
        # LeCun et al. 1998, equation 9, written out.
        ("maximumLikelihoodRbf", {"j": 0.5}, wide(logits) ** 2, labels, None,
         lambda d, y: (d[range(5), y] + torch.log(torch.exp(torch.tensor(-0.5)) + torch.exp(-d).sum(1))).mean()),
        ("crossEntropy", {"classWeights": class_weights}, logits, labels, None,
         lambda x, y: F.cross_entropy(x, y, torch.tensor(class_weights))),
        ("crossEntropy", {"classWeights": class_weights, "labelSmoothing": 0.1}, logits, labels, None,
         lambda x, y: F.cross_entropy(x, y, torch.tensor(class_weights), label_smoothing=0.1)),
        ("crossEntropy", {"classWeights": spatial_weights}, spatial, spatial_labels, spatial_mask,
         lambda x, y: F.cross_entropy(x, ignored(y, spatial_mask), torch.tensor(spatial_weights))),
        ("binaryCrossEntropyWithLogits", {"positiveWeight": 3}, wide(logits), binary, None,
         lambda x, y: F.binary_cross_entropy_with_logits(x, y, pos_weight=torch.tensor(3.0))),
        ("smoothL1", {"beta": 0.7}, logits, targets, None, lambda x, y: F.smooth_l1_loss(x, y, beta=0.7)),
        # PyTorch divides by the number of classes.
        ("hinge", {}, logits, labels, None, lambda x, y: 4 * F.multi_margin_loss(x, y)),
        ("hinge", {"margin": 0.5, "squared": True}, logits, labels, None,
         lambda x, y: 4 * F.multi_margin_loss(x, y, p=2, margin=0.5)),
        ("hinge", {}, logits, labels, mask, lambda x, y: 4 * F.multi_margin_loss(x[mask == 1], y[mask == 1])),
        ("binaryHinge", {}, logits, signs, None, lambda x, t: F.relu(1 - t * x).mean()),
        ("binaryHinge", {"squared": True, "margin": 0.5}, logits, signs, None,
         lambda x, t: (F.relu(0.5 - t * x) ** 2).mean()),
        ("marginRanking", {"margin": 0.3}, logits, near, None,
         lambda a, b: F.margin_ranking_loss(a, b, torch.ones_like(a), margin=0.3)),
        ("tripletMargin", {"margin": 0.7}, logits, (near, far), None,
         lambda a, p, n: F.triplet_margin_loss(a, p, n, margin=0.7)),
        ("tripletMargin", {}, logits, (near, far), mask,
         lambda a, p, n: F.triplet_margin_loss(a[mask == 1], p[mask == 1], n[mask == 1])),
        # Kiros et al. 2014, section 2.2, pair by pair.
        ("contrastiveRanking", {"margin": 0.4}, pairs, (), None, lambda s: sum(
            F.relu(0.4 - s[i, i] + s[i, k]) + F.relu(0.4 - s[i, i] + s[k, i])
            for i in range(4) for k in range(4) if k != i) / 4),
    ]
    rows = []
    for name, options, x, others, m, compute in cases:
        x = x.clone().requires_grad_()
        others = others if isinstance(others, tuple) else (others,)
        loss = compute(x, *others)
        loss.backward()
        rows.append({
            "loss": name, "options": options,
            "x": {"shape": list(x.shape), "data": numbers(x)},
            "others": [
                {"shape": list(y.shape), "data": numbers(y), "dtype": "float32" if y.is_floating_point() else "int32"}
                for y in others
            ],
            **({} if m is None else {"mask": {"shape": list(m.shape), "data": numbers(m)}}),
            "value": float(loss), "gradient": numbers(x.grad),
        })
    return rows


def write(name, content):
    (FOLDER / name).write_text(json.dumps(content) + "\n")


torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
write("optimizers.json", {**rules(), "schedules": schedules()})
write("losses.json", losses())
