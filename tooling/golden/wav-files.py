"""Sounds for the tests of packages/data, and the integers that Python's wave module reads in them.

    /usr/bin/python3 tooling/golden/wav-files.py [DATA]

writes packages/data/test/fixtures/*.wav and wav.json. With a folder that holds free-spoken-digit-dataset, wav.json also has
frames, sum and sum of squares of some of its recordings.
"""

import json
import math
import pathlib
import sys
import wave

FOLDER = pathlib.Path(__file__).parents[2] / "packages" / "data" / "test" / "fixtures"
FOLDER.mkdir(parents=True, exist_ok=True)
FRAMES = 7


def read(path):
    """Integers as wave gives them, of all channels side by side."""
    with wave.open(str(path)) as file:
        width, raw = file.getsampwidth(), file.readframes(file.getnframes())
        pieces = [raw[i : i + width] for i in range(0, len(raw), width)]
        values = [int.from_bytes(piece, "little", signed=width > 1) for piece in pieces]
        return {"rate": file.getframerate(), "channels": file.getnchannels(), "bits": 8 * width, "values": values}


golden = {}
for width in (1, 2, 3, 4):
    for channels in (1, 2):
        name = f"pcm{8 * width}-{channels}"
        top = 2 ** (8 * width - 1)
        # The extremes, and a sine between them.
        waves = [-top, top - 1] + [round(0.9 * (top - 1) * math.sin(i)) for i in range(FRAMES * channels - 2)]
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(width)
            file.setframerate(11025 * channels)
            offset = 128 if width == 1 else 0
            file.writeframes(b"".join((v + offset).to_bytes(width, "little", signed=width > 1) for v in waves))
        golden[name] = read(FOLDER / f"{name}.wav")

recordings = {}
if len(sys.argv) > 1:
    folder = pathlib.Path(sys.argv[1]) / "free-spoken-digit-dataset" / "recordings"
    for path in sorted(folder.glob("*_0.wav"))[::7]:
        values = read(path)["values"]
        recordings[path.name] = {"frames": len(values), "sum": sum(values), "squares": sum(v * v for v in values)}

(FOLDER / "wav.json").write_text(json.dumps({"files": golden, "recordings": recordings}, indent=1) + "\n")
