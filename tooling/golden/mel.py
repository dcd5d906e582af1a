"""Log mel filter banks by NumPy's Fourier transform."""

import numpy as np


def filter_banks(samples, rate, bands, frame, step, lowest, highest):
    length, hop = round(frame * rate), round(step * rate)
    size = 1 << (length - 1).bit_length()
    window = np.hanning(length + 1)[:-1]
    starts = range(0, len(samples) - length + 1, hop)
    frames = np.stack([samples[start : start + length] * window for start in starts])
    power = np.abs(np.fft.rfft(frames, size)) ** 2
    # Each triangle is drawn by interpolation between its three corners.
    mel = np.linspace(2595 * np.log10(1 + lowest / 700), 2595 * np.log10(1 + highest / 700), bands + 2)
    corners = 700 * (10 ** (mel / 2595) - 1)
    hertz = np.arange(size // 2 + 1) * rate / size
    triangles = np.stack([np.interp(hertz, corners[b : b + 3], [0, 1, 0]) for b in range(bands)])
    return np.log(np.maximum(power @ triangles.T, 1e-10))
