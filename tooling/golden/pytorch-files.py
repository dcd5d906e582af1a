"""Files of torch.save for the tests of packages/weights, and the values that PyTorch finds in them.

    /usr/bin/python3 tooling/golden/pytorch-files.py [FOLDER]

writes packages/weights/test/fixtures/*.pth and values.json, or into another folder. Each file is written twice, in the zip
format and in the older stream format. The values are those of torch.load, as float64.
"""

import argparse
import collections
import datetime
import enum
import functools
import json
import pathlib
import sys
import types
import zipfile

import numpy
import torch

HERE = pathlib.Path(__file__).parents[2] / "packages" / "weights" / "test" / "fixtures"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
FOLDER.mkdir(parents=True, exist_ok=True)
torch.manual_seed(0)

network = torch.nn.Sequential(
    collections.OrderedDict(conv=torch.nn.Conv2d(2, 3, 3), bn=torch.nn.BatchNorm2d(3), fc=torch.nn.Linear(4, 2))
)
numbers = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
base = torch.arange(12, dtype=torch.float32)
tied = torch.randn(3, 2)
parallel = torch.nn.DataParallel(network)
optimizer = torch.optim.Adam(network.parameters())

CONTENTS = {
    # What a module's state_dict gives: parameters, buffers, an int64 scalar, and _metadata as an attribute.
    "module": network.state_dict(),
    "float16": {name: value.half() if value.is_floating_point() else value for name, value in network.state_dict().items()},
    "dtypes": {
        "f64": torch.tensor([0.1, -2.5, 1e-30], dtype=torch.float64),
        "f32": torch.tensor([0.1, float("inf"), -0.0]),
        "f16": torch.tensor([0.1, 65504, 6e-8], dtype=torch.float16),
        "bf16": torch.tensor([0.1, 1e38, -3], dtype=torch.bfloat16),
        "i64": torch.tensor([2**20 + 1, -(2**31)], dtype=torch.int64),
        "i32": torch.tensor([7, -8], dtype=torch.int32),
        "i16": torch.tensor([7, -8], dtype=torch.int16),
        "i8": torch.tensor([7, -8], dtype=torch.int8),
        "u8": torch.tensor([7, 200], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(3.5),
        "empty": torch.zeros(0, 4),
    },
    # Views: transposed, stepped, shifted, repeated by stride 0, and two that overlap.
    "views": {
        "transposed": numbers.permute(2, 0, 1),
        "transposed16": numbers.half().transpose(0, 2),
        "bytes": torch.arange(6, dtype=torch.uint8).reshape(2, 3).t(),
        "longs": torch.arange(6).reshape(2, 3).t(),
        "stepped": base[1::3],
        "shifted": base[5:9].reshape(2, 2),
        "expanded": torch.tensor([[1.0], [2.0]]).expand(2, 5),
        "window": base.unfold(0, 4, 2),
    },
    "tied": {"encoder.weight": tied, "decoder.weight": tied, "decoder.t": tied.t()},
    "checkpoint": {
        "epoch": 3,
        "best": 0.875,
        "arch": "tiny",
        "args": {"lr": 0.1, "sizes": [1, 2, (3, 4, 5, 6)], "nothing": None, "big": 2**40, "device": torch.device("cpu")},
        "state_dict": parallel.state_dict(),
        "optimizer": optimizer.state_dict(),
        "size": torch.Size([1, 2]),
        "kind": torch.float16,
    },
    "parameters": {"weight": torch.nn.Parameter(torch.ones(2, 2)), "frozen": torch.nn.Parameter(torch.ones(1), False)},
    "two": {"model": {"w": torch.ones(1)}, "net": {"w": torch.zeros(1)}, "ema": {"w": torch.tensor([0.5])}},
}


def plain(value):
    return {"shape": list(value.shape), "values": [repr(v) for v in value.double().flatten().tolist()]}


values = {}
for name, content in CONTENTS.items():
    for kind in ("zip", "stream"):
        torch.save(content, FOLDER / f"{name}.{kind}.pth", _use_new_zipfile_serialization=kind == "zip")
    loaded = torch.load(FOLDER / f"{name}.zip.pth")
    tensors = loaded.get("state_dict", loaded)
    if name != "two":
        values[name] = {key: plain(tensor) for key, tensor in tensors.items()}



class Stage(enum.Enum):
    LAST = 2


class Settings(dict):
    """As configuration libraries have it: a dict whose items are attributes."""


def steps(optimizer):
    """Schedulers keep functions and counters in their states."""
    lr_scheduler = torch.optim.lr_scheduler
    return {
        "cycle": lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=10).state_dict(),
        "steps": lr_scheduler.MultiStepLR(optimizer, [3, 5]).state_dict(),
        "function": lr_scheduler.LambdaLR(optimizer, functools.partial(max, 1)).state_dict(),
    }


# What training scripts keep beside the weights: values of many classes, none of which a reader of weights can make.
training = {
    "epoch": 3,
    "experiment": Settings(nets=[{"generator": network.state_dict()}], seed=7),
    "optimizer": optimizer.state_dict(),
    "schedulers": steps(torch.optim.SGD(network.parameters(), 0.1)),
    "args": argparse.Namespace(lr=0.1, out=pathlib.PurePosixPath("/runs"), resume=None),
    "history": collections.defaultdict(list, {"loss": [numpy.float64(0.5), numpy.float32(0.25)]}),
    "counts": collections.Counter("aab"),
    "recent": collections.deque([1, 2], maxlen=5),
    "seen": {3},
    "frozen": frozenset([1]),
    "raw": b"\x00\xff",
    "buffer": bytearray(b"abc"),
    "array": numpy.arange(4.0),
    "objects": numpy.array([1, "a", None], dtype=object),
    "numpy state": numpy.random.RandomState(0).get_state(),
    "torch state": torch.Generator().get_state(),
    "cuda states": [torch.Generator().get_state()],
    "started": datetime.datetime(2020, 1, 2, 3, 4, 5),
    "took": datetime.timedelta(hours=1),
    "stage": Stage.LAST,
    "class": torch.nn.Linear,
    "names": types.SimpleNamespace(a=1),
    "large": 2**4000,
    "imaginary": 1 + 2j,
    "path": "\udce4.png",
    "metrics": {"loss": torch.tensor(0.5), "confusion": torch.zeros(2, 2, dtype=torch.long)},
    "loss": {"weight": torch.ones(3)},
    "wave": torch.tensor([1j]),
    "quantized": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8),
    "sparse": torch.eye(2).to_sparse(),
}
torch.save(training, FOLDER / "training.zip.pth")
torch.save(training, FOLDER / "training.stream.pth", _use_new_zipfile_serialization=False)
torch.save(training, FOLDER / "training.protocol4.pth", pickle_protocol=4)


class Labelled(torch.Tensor):
    """A subclass, as libraries for images and for audio have."""


labelled = torch.nn.Parameter(torch.ones(2))
labelled.partition = "x"
torch.save(
    {"a.subclass": torch.ones(1).as_subclass(Labelled), "a.attribute": labelled}, FOLDER / "subclasses.pth"
)

# The same in newer pickle protocols, and an archive with 64-bit sizes, as for files above 4 GiB.
torch.save(CONTENTS["module"], FOLDER / "module.protocol4.pth", pickle_protocol=4)
with zipfile.ZipFile(FOLDER / "module.zip.pth") as source, zipfile.ZipFile(FOLDER / "module.zip64.pth", "w") as target:
    for entry in source.infolist():
        with target.open(zipfile.ZipInfo(entry.filename), "w", force_zip64=True) as file:
            file.write(source.read(entry))

# What must be refused: a whole module, and types without a place here.
torch.save(network, FOLDER / "whole-module.pth")
torch.save({"z": torch.tensor([1j])}, FOLDER / "complex.pth")
torch.save({"q": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)}, FOLDER / "quantized.pth")
torch.save({"s": torch.eye(2).to_sparse()}, FOLDER / "sparse.pth")
torch.save({"n": torch.tensor([1, 2**31])}, FOLDER / "int64.pth")
torch.jit.script(torch.nn.Linear(1, 1)).save(str(FOLDER / "script.pth"))

(FOLDER / "values.json").write_text(json.dumps(values, indent=1) + "\n")
