"""What NumPy's Fourier transform makes of sounds: the logarithms of mel filter banks.

Writes packages/core/test/golden/filter-banks.json. Made with NumPy 1.24:

    /usr/bin/python3 tooling/golden/filter-banks.py
"""

import json
import pathlib

import numpy as np

from mel import filter_banks

TARGET = pathlib.Path(__file__).parents[2] / "packages/core/test/golden/filter-banks.json"


def case(count, rate, bands, frame=0.025, step=0.01, lowest=0.0, highest=None):
    """Noise around two tones that rise; the second half is silence, digital zero."""
    time = np.arange(count) / rate
    sound = 0.4 * np.sin(2 * np.pi * (300 + 400 * time) * time) + 0.2 * np.sin(2 * np.pi * (1500 + 900 * time) * time)
    samples = np.round((sound + 0.05 * random.standard_normal(count)) * 4096) / 4096
    samples[count // 2 :] = 0
    highest = rate / 2 if highest is None else highest
    options = dict(sampleRate=rate, bands=bands, frame=frame, step=step, lowest=lowest, highest=highest)
    banks = filter_banks(samples, rate, bands, frame, step, lowest, highest)
    return {"options": options, "samples": samples.tolist(), "frames": len(banks), "values": banks.flatten().tolist()}


random = np.random.default_rng(0)
cases = [
    case(1200, 8000, 40),
    case(1037, 8000, 10, frame=0.032, step=0.016, lowest=100, highest=3000),
    case(1600, 16000, 23),
    case(900, 11025, 13, lowest=64),
]
TARGET.parent.mkdir(exist_ok=True)
TARGET.write_text(json.dumps(cases) + "\n")
print(f"wrote {len(cases)} cases")
