"""The networks of the workloads on sequences (bench/networks, and AcousticModel of @blockzoo/ctc), under the same names."""

import torch
from torch import nn
import torch.nn.functional as F


class SequenceLstm(nn.Module):
    def __init__(self, hidden, features=32):
        super().__init__()
        self.lstm, self.head = nn.LSTM(features, hidden, 2), nn.Linear(hidden, features)

    def forward(self, x):
        return self.head(self.lstm(x)[0])


class AdditiveAttention(nn.Module):
    def __init__(self, query, key, hidden):
        super().__init__()
        self.query = nn.Linear(query, hidden, bias=False)
        self.key = nn.Linear(key, hidden, bias=False)
        self.score = nn.Linear(hidden, 1, bias=False)

    def forward(self, query, memory, keys):
        scores = self.score(torch.tanh(self.query(query).unsqueeze(1) + keys)).squeeze(2)
        return torch.bmm(scores.softmax(1).unsqueeze(1), memory).squeeze(1)


class ReversingDecoder(nn.Module):
    def __init__(self, symbols, units=64):
        super().__init__()
        self.embedding = nn.Embedding(symbols, units)
        self.encoder = nn.GRU(units, units, bidirectional=True)
        self.bridge = nn.Linear(units, units)
        self.attention = AdditiveAttention(units, 2 * units, units)
        self.cell = nn.GRUCell(3 * units, units)
        self.classifier = nn.Linear(3 * units, symbols)

    def forward(self, source, shifted):
        output, state = self.encoder(self.embedding(source))
        memory = output.transpose(0, 1).contiguous()
        keys = self.attention.key(memory)
        h = torch.tanh(self.bridge(state[1]))
        outputs = []
        for symbol in self.embedding(shifted):
            context = self.attention(h, memory, keys)
            h = self.cell(torch.cat([symbol, context], 1), h)
            outputs.append(torch.cat([h, context], 1))
        return self.classifier(torch.stack(outputs))


class TimeSubsampling(nn.Module):
    def __init__(self, bands, channels):
        super().__init__()
        self.conv1 = nn.Conv1d(bands, channels, 5, 2, 2)
        self.conv2 = nn.Conv1d(channels, channels, 5, 2, 2)

    def forward(self, x, lengths):
        x = F.relu(self.conv1(without_padding(x.transpose(1, 2), lengths)))
        return F.relu(self.conv2(without_padding(x, after(lengths)))).permute(2, 0, 1)


class AcousticModel(nn.Module):
    def __init__(self, bands=40, classes=11, hidden=96, channels=96):
        super().__init__()
        self.subsampling = TimeSubsampling(bands, channels)
        self.lstm = nn.LSTM(channels, hidden, bidirectional=True)
        self.classifier = nn.Linear(2 * hidden, classes)

    def forward(self, x, lengths):
        steps = self.subsampling(x, lengths)
        packed = nn.utils.rnn.pack_padded_sequence(steps, self.output_lengths(lengths))
        output, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], total_length=len(steps))
        return self.classifier(output)

    def output_lengths(self, lengths):
        return after(after(lengths))


def after(lengths):
    """How many steps a window of 5 with stride 2 and padding 2 leaves."""
    return (lengths - 1).div(2, rounding_mode="floor") + 1


def without_padding(x, lengths):
    return x * (torch.arange(x.shape[2]) < lengths[:, None])[:, None]
