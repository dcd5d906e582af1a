"""PyTorch twin of the network that translates, under the same names."""

import torch
from torch import nn


class LuongTranslator(nn.Module):
    """Luong et al. 2015: LSTMs, and attention by the general score."""

    def __init__(self, source_tokens: int, target_tokens: int, embedding: int, hidden: int):
        super().__init__()
        self.sourceEmbedding = nn.Embedding(source_tokens, embedding)
        self.encoder = nn.LSTM(embedding, hidden, batch_first=True)
        self.targetEmbedding = nn.Embedding(target_tokens, embedding)
        self.decoder = nn.ModuleDict({"lstm": nn.LSTM(embedding, hidden, batch_first=True)})
        self.attention = nn.ModuleDict({"projection": nn.Linear(hidden, hidden, bias=False)})
        self.combine = nn.Linear(2 * hidden, hidden, bias=False)
        self.output = nn.Linear(hidden, target_tokens)

    def encode(self, source, lengths):
        """Source [N, S] to the memory [N, S, hidden] and the state of both."""
        packed = nn.utils.rnn.pack_padded_sequence(
            self.sourceEmbedding(source), lengths, batch_first=True, enforce_sorted=False
        )
        output, state = self.encoder(packed)
        memory, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=source.shape[1])
        return memory, *state

    def forward(self, source, lengths, tokens):
        """Logits [N, target_tokens, T]."""
        memory, *state = self.encode(source, lengths)
        h, _ = self.decoder["lstm"](self.targetEmbedding(tokens), tuple(state))
        real = torch.arange(source.shape[1]) < lengths[:, None]
        scores = (self.attention["projection"](h) @ memory.transpose(1, 2)).masked_fill(~real[:, None], -torch.inf)
        context = scores.softmax(-1) @ memory
        return self.output(torch.tanh(self.combine(torch.cat([context, h], -1)))).transpose(1, 2)
