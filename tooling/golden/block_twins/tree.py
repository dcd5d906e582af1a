"""Trees by recursion, one node at a time, as their papers say it."""

import torch

TREES = [((0, 1, 1), (2, 3, 0), 2), (4, (5, (6, 7, 2), 1), 0)]


def combine(left, right, weight, bias, activation=torch.tanh, form=None):
    children = torch.cat([left, right], -1)
    total = children @ weight.T + bias
    if form is not None:
        total = total + torch.stack([(children @ slice * children).sum(-1) for slice in form], -1)
    return activation(total)


def by_label(left, right, labels, s):
    nodes = zip(left, right, labels.tolist())
    return torch.stack([combine(l, r, s["weight"][k], s["bias"][k]) for l, r, k in nodes])


def leaf(x, s):
    i, o, u = (x @ s["block.gates.weight"].T + s["block.gates.bias"]).chunk(3, -1)
    c = i.sigmoid() * u.tanh()
    return {"h": o.sigmoid() * c.tanh(), "c": c}


def lstm(h_left, c_left, h_right, c_right, s):
    gates = torch.cat([h_left, h_right], -1) @ s["block.gates.weight"].T + s["block.gates.bias"]
    i, f_left, f_right, o, u = gates.chunk(5, -1)
    c = i.sigmoid() * u.tanh() + f_left.sigmoid() * c_left + f_right.sigmoid() * c_right
    return {"h": o.sigmoid() * c.tanh(), "c": c}


def recursive(leaves, node):
    """The states of all nodes: leaves, then inner nodes by height and, within one, from left to right."""
    found = []

    def visit(tree):
        if isinstance(tree, int):
            return 0, leaves(tree)
        (left_height, left), (right_height, right) = visit(tree[0]), visit(tree[1])
        height, state = 1 + max(left_height, right_height), node(left, right, tree[2])
        found.append((height, state))
        return height, state

    for tree in TREES:
        visit(tree)
    return [state for _, state in sorted(found, key=lambda each: each[0])]


def reduced(leaves, left, right, labels, s):
    node = lambda a, b, k: combine(a, b, s["block.weight"][k], s["block.bias"][k])
    return torch.cat([leaves, torch.stack(recursive(lambda index: leaves[index], node))])


def reduced_lstm(h, c, left, right, labels, s):
    node = lambda a, b, k: lstm(a["h"], a["c"], b["h"], b["c"], s)
    states = recursive(lambda index: {"h": h[index], "c": c[index]}, node)
    return {name: torch.cat([x, torch.stack([state[name] for state in states])]) for name, x in (("h", h), ("c", c))}


TWINS = {
    "RecursiveCell: tanh": lambda left, right, s: combine(left, right, s["weight"], s["bias"]),
    "RecursiveCell: tensor, ReLU": lambda left, right, s: combine(left, right, s["weight"], s["bias"], torch.relu, s["tensor"]),
    "RecursiveCell: a weight for each label": by_label,
    "TreeLSTMLeaf: four leaves": leaf,
    "TreeLSTMCell: four nodes": lstm,
    "reduceTrees: two trees by level, weights by label": reduced,
    "reduceTrees: two trees by level, states of two tensors": reduced_lstm,
}
