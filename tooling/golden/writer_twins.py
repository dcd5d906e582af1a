"""PyTorch twins of the networks that write, under the same names."""

import torch
from torch import nn


class Writer(nn.Module):
    """Characters as one-hot vectors or an embedding, LSTMs, scores; tokens [N, T] and a state to logits [N, characters, T]."""

    def __init__(self, characters: int, hidden: int, layers: int = 1, embedding: int = 0):
        super().__init__()
        self.characters = characters
        if embedding:
            self.embedding = nn.Embedding(characters, embedding)
        self.net = nn.LSTM(embedding or characters, hidden, layers)
        self.head = nn.Linear(hidden, characters)

    def forward(self, tokens, h=None, c=None):
        if hasattr(self, "embedding"):
            x = self.embedding(tokens.T)
        else:
            x = nn.functional.one_hot(tokens.T, self.characters).to(self.head.weight.dtype)
        output, state = self.net(x, None if h is None else (h, c))
        return self.head(output).permute(1, 2, 0), *state
