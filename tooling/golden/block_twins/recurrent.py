from torch import nn
from torch.nn.utils.stateless import functional_call



def cell(create, prefix=""):
    """One step: the next state, under our names where it has two parts."""

    def run(x, *state):
        *inputs, s = state
        weights = {name.removeprefix(prefix): value for name, value in s.items()}
        result = functional_call(create().double(), weights, (x, tuple(inputs) if len(inputs) == 2 else inputs[0]))
        return dict(zip("hc", result)) if isinstance(result, tuple) else result

    return run


def layer(create, prefix="", reverse=False):
    """A whole sequence of a one-layer module."""

    def run(x, *state):
        *inputs, s = state
        weights = {name.removeprefix(prefix): value for name, value in s.items()}
        first = [each.unsqueeze(0) for each in inputs]
        arguments = () if not first else (tuple(first),) if len(first) == 2 else (first[0],)
        block = create().double()
        # These modules read their weights from a list, which functional_call does not know of.
        block._flat_weights = [weights[name] for name in block._flat_weights_names]
        output, last = block(x.flip(0) if reverse else x, *arguments)
        output = output.flip(0) if reverse else output
        if isinstance(last, tuple):
            return {"output": output, "state.h": last[0][0], "state.c": last[1][0]}
        return {"output": output, "state": last[0]}

    return run


TWINS = {
    "LSTMCell: one step": cell(lambda: nn.LSTMCell(3, 4), "lstm."),
    "GRUCell: one step": cell(lambda: nn.GRUCell(3, 4)),
    "GRUCell: no biases": cell(lambda: nn.GRUCell(3, 4, bias=False)),
    "LSTM: from zero": layer(lambda: nn.LSTM(3, 4)),
    "LSTM: from a state, no biases": layer(lambda: nn.LSTM(3, 4, bias=False), "lstm."),
    "LSTM: reverse": layer(lambda: nn.LSTM(3, 4), reverse=True),
    "GRU: from zero": layer(lambda: nn.GRU(3, 4)),
    "GRU: from a state, reverse": layer(lambda: nn.GRU(3, 4), reverse=True),
}
