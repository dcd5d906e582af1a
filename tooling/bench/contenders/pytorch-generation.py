"""One process that writes a text in PyTorch, character by character: pytorch-generation.py PROBLEM THREADS WARM_UP STEPS"""

# First, since it shows the way to the known values.
from run_steps import run_steps

import torch
from torch import nn
from known_values import known_state
from twins import load


class Writer(nn.Module):
    """`lstm-writer` of @blockzoo/rnn, under the same names."""

    def __init__(self, characters=65, hidden=128):
        super().__init__()
        self.net, self.head = nn.LSTM(characters, hidden), nn.Linear(hidden, characters)


def prepare(problem):
    model = Writer()
    load(model, {key: value.float() for key, value in known_state(model).items()})
    characters = model.head.out_features

    @torch.inference_mode()
    def step():
        first, token, state = [], torch.tensor(0), None
        for count in range(problem["characters"]):
            one_hot = nn.functional.one_hot(token, characters).float().view(1, 1, characters)
            output, state = model.net(one_hot, state)
            logits = model.head(output[0, 0])
            if count == 0:
                first = logits[: problem["results"]].tolist()
            token = torch.multinomial(logits.softmax(0), 1)[0]
        return first

    return step


run_steps(prepare)
