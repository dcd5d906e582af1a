"""The transcriber of packages/models/ctc in PyTorch, on filter banks of NumPy."""

import numpy
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from mel import filter_banks

RATE = 8000
# Of two sounds: how many samples are real.
LENGTHS = [3200, 2000]


class Subsampling(nn.Module):
    def __init__(self, bands, channels):
        super().__init__()
        self.conv1 = nn.Conv1d(bands, channels, 5, stride=2, padding=2)
        self.conv2 = nn.Conv1d(channels, channels, 5, stride=2, padding=2)


class Acoustic(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.subsampling = Subsampling(40, 96)
        self.lstm = nn.LSTM(96, 96, bidirectional=True, batch_first=True)
        self.classifier = nn.Linear(192, classes)


class SpeechModel(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.acoustic = Acoustic(classes)

    def steps(self, samples):
        """What the convolutions make of one sound: each is heard alone, so that there is no padding."""
        banks = filter_banks(samples.numpy(), RATE, 40, 0.025, 0.01, 0, RATE / 2)
        banks = (banks - banks.mean(0)) / numpy.sqrt(banks.var(0) + 1e-5)
        convolutions = self.acoustic.subsampling
        first = torch.relu(convolutions.conv1(torch.tensor(banks.T)[None]))
        return torch.relu(convolutions.conv2(first))[0].T

    def forward(self, samples, lengths):
        steps = [self.steps(sound[:length]) for sound, length in zip(samples, lengths)]
        padded = nn.utils.rnn.pad_sequence(steps, batch_first=True)
        packed = pack_padded_sequence(padded, [len(each) for each in steps], batch_first=True)
        return self.acoustic.classifier(pad_packed_sequence(self.acoustic.lstm(packed)[0], batch_first=True)[0])
