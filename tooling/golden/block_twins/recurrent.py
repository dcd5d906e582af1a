"""Recurrent nets: PyTorch's modules, and what it lacks (peepholes, other GRUs) written as loops over its tensors."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch.nn.utils.stateless import functional_call


def cell(create):
    """One step: the next state, under our names where it has two parts."""

    def run(x, *state):
        *inputs, s = state
        result = functional_call(create().double(), of_block(s), (x, tuple(inputs) if len(inputs) == 2 else inputs[0]))
        return dict(zip("hc", result)) if isinstance(result, tuple) else result

    return run


def layer(create, reverse=False):
    """Whole sequences, packed where they come with lengths, which are the only integers."""

    def run(x, *given):
        *inputs, s = given
        weights = of_block(s)
        lengths = [each for each in inputs if each.dtype == torch.int64]
        state = [each for each in inputs if each.dtype != torch.int64]
        block = create().double()
        # These modules read their weights from a list, which functional_call does not know of.
        block._flat_weights = [weights[name] for name in block._flat_weights_names]
        turned = turn(x, lengths) if reverse else x
        given = pack_padded_sequence(turned, lengths[0], enforce_sorted=False) if lengths else turned
        output, last = block(given, *([tuple(state)] if len(state) == 2 else state))
        if lengths:
            output = pad_packed_sequence(output, total_length=x.shape[0])[0]
        output = turn(output, lengths) if reverse else output
        return named(output, last, 2 if block.bidirectional else 1)

    return run


def turn(x, lengths):
    """Each sequence from its own last step to its first; padding stays where it is."""
    if not lengths:
        return x.flip(0)
    each = [torch.cat([x[:n, index].flip(0), x[n:, index]]) for index, n in enumerate(lengths[0].tolist())]
    return torch.stack(each, 1)


def named(output, last, directions):
    states = last if isinstance(last, tuple) else (last,)
    top = torch.cat(list(states[0][-directions:]), 1)
    names = ["state.h", "state.c"] if len(states) == 2 else ["state"]
    return {"output": output, "last": top, **dict(zip(names, states))}


def of_block(state):
    return {name.removeprefix("block."): value for name, value in state.items()}


def lstm_peepholes(x, h, c, w):
    gates = x @ w["weight_ih"].T + w["bias_ih"] + h @ w["weight_hh"].T + w["bias_hh"]
    i, f, g, o = gates.chunk(4, 1)
    p, q, r = w["weight_peephole"].chunk(3)
    cell = torch.sigmoid(f + q * c) * c + torch.sigmoid(i + p * c) * torch.tanh(g)
    return torch.sigmoid(o + r * cell) * torch.tanh(cell), cell


def gru(resets, passes):
    def step(x, h, w):
        u = w["weight_hh"].chunk(3)
        b, d = [w.get(name, torch.zeros(3 * h.shape[1], dtype=h.dtype)).chunk(3) for name in ("bias_ih", "bias_hh")]
        xr, xz, xn = [x @ v.T + a for v, a in zip(w["weight_ih"].chunk(3), b)]
        r, z = torch.sigmoid(xr + h @ u[0].T + d[0]), torch.sigmoid(xz + h @ u[1].T + d[1])
        n = torch.tanh(xn + ((r * h) @ u[2].T + d[2] if resets == "state" else r * (h @ u[2].T + d[2])))
        return ((1 - z) * n + z * h if passes == "state" else (1 - z) * h + z * n,)

    return step


def minimal_gru(x, h, w):
    u, b = w["weight_hh"].chunk(2), (w["bias_ih"] + w["bias_hh"]).chunk(2)
    xf, xn = [x @ v.T + a for v, a in zip(w["weight_ih"].chunk(2), b)]
    f = torch.sigmoid(xf + h @ u[0].T)
    n = torch.tanh(xn + (f * h) @ u[1].T)
    return ((1 - f) * h + f * n,)


def single(step):
    """One step of a loop, as a cell."""

    def run(x, *given):
        *state, s = given
        result = step(x, *state, of_block(s))
        return dict(zip("hc", result)) if len(result) == 2 else result[0]

    return run


def loop(step, parts=1, layers=1, directions=("",)):
    """Each sequence alone, so that there is no padding to get wrong."""

    def one(x, weights):
        final = []
        for number in range(layers):
            outputs = []
            for suffix in directions:
                end = f"_l{number}{suffix}"
                w = {name.removesuffix(end): value for name, value in weights.items() if name.endswith(end)}
                state = [torch.zeros(1, w["weight_hh"].shape[1], dtype=x.dtype)] * parts
                shown = []
                for at in x.flip(0) if suffix else x:
                    state = list(step(at[None], *state, w))
                    shown.append(state[0])
                outputs.append(torch.cat(shown[::-1] if suffix else shown))
                final.append(state)
            x = torch.cat(outputs, 1)
        return x, [torch.stack(part)[:, 0] for part in zip(*final)]

    def run(x, *given):
        *lengths, s = given
        weights = of_block(s)
        steps = x.shape[0]
        ends = lengths[0].tolist() if lengths else [steps] * x.shape[1]
        each = [one(x[:n, index], weights) for index, n in enumerate(ends)]
        padded = [torch.cat([y, torch.zeros(steps - y.shape[0], y.shape[1], dtype=y.dtype)]) for y, _ in each]
        last = tuple(torch.stack([final[part] for _, final in each], 1) for part in range(parts))
        return named(torch.stack(padded, 1), last if parts == 2 else last[0], len(directions))

    return run


both = ("", "_reverse")

TWINS = {
    "RNNCell: one step": cell(lambda: nn.RNNCell(3, 4)),
    "RNNCell: ReLU, no biases": cell(lambda: nn.RNNCell(3, 4, bias=False, nonlinearity="relu")),
    "LSTMCell: one step": cell(lambda: nn.LSTMCell(3, 4)),
    "LSTMCell: peepholes": single(lstm_peepholes),
    "GRUCell: one step": cell(lambda: nn.GRUCell(3, 4)),
    "GRUCell: no biases": cell(lambda: nn.GRUCell(3, 4, bias=False)),
    "GRUCell: reset before the product, update passes the new value": single(gru("state", "new")),
    "MinimalGRUCell: one step": single(minimal_gru),
    "RNN: from zero": layer(lambda: nn.RNN(3, 4)),
    "RNN: two layers, both directions, lengths": layer(lambda: nn.RNN(3, 4, 2, bidirectional=True)),
    "RNN: ReLU, three layers, from a state": layer(lambda: nn.RNN(3, 4, 3, nonlinearity="relu")),
    "LSTM: from zero": layer(lambda: nn.LSTM(3, 4)),
    "LSTM: reverse": layer(lambda: nn.LSTM(3, 4), reverse=True),
    "LSTM: reverse, lengths": layer(lambda: nn.LSTM(3, 4), reverse=True),
    "LSTM: two layers, from a state, no biases": layer(lambda: nn.LSTM(3, 4, 2, bias=False)),
    "LSTM: three layers, both directions, from a state, lengths": layer(lambda: nn.LSTM(2, 2, 3, bidirectional=True)),
    "LSTM: peepholes, both directions, lengths": loop(lstm_peepholes, parts=2, directions=both),
    "GRU: from zero": layer(lambda: nn.GRU(3, 4)),
    "GRU: from a state, reverse": layer(lambda: nn.GRU(3, 4), reverse=True),
    "GRU: two layers, both directions, from a state, lengths": layer(lambda: nn.GRU(3, 4, 2, bidirectional=True)),
    "GRU: reset before the product, lengths": loop(gru("state", "state")),
    "GRU: update passes the new value, no biases": loop(gru("product", "new")),
    "MinimalGRU: two layers, both directions, lengths": loop(minimal_gru, layers=2, directions=both),
}
