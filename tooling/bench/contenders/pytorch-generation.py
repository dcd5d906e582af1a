"""One process that writes a text in PyTorch, character by character: pytorch-generation.py PROBLEM THREADS WARM_UP STEPS"""

# First, since it shows the way to the twins.
from run_steps import run_steps

import torch
from known_values import known_state
from twins import load
from writer_twins import Writer


def prepare(problem):
    # `lstm-writer` of @blockzoo/rnn.
    model = Writer(characters=65, hidden=128, embedding=32)
    load(model, {key: value.float() for key, value in known_state(model).items()})

    @torch.inference_mode()
    def step():
        first, token, state = [], torch.tensor([[0]]), ()
        for count in range(problem["characters"]):
            logits, *state = model(token, *state)
            if count == 0:
                first = logits[0, : problem["results"], 0].tolist()
            token = torch.multinomial(logits[..., 0].softmax(1), 1)
        return first

    return step


run_steps(prepare)
