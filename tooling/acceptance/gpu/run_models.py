"""Runs the models of write-models.ts on their provider and compares what comes out with the reference's values.

    python3 tooling/acceptance/gpu/run_models.py FOLDER [PROVIDER]

Needs numpy and onnxruntime-gpu (or another onnxruntime that has the provider).
"""

import json
import sys
from pathlib import Path

import numpy
import onnxruntime

names = {"cuda": "CUDAExecutionProvider", "webgpu": "WebGpuExecutionProvider", "cpu": "CPUExecutionProvider"}
dtypes = {"float32": numpy.float32, "int32": numpy.int32, "bool": numpy.bool_}


def array(value):
    return numpy.array(value["data"], dtypes[value["dtype"]]).reshape(value["shape"])


def difference(found, expected):
    """max|a - b| / max(1, max|b|), infinite where one of both is not finite: core's measure of equality."""
    if found.shape != expected.shape or found.dtype != expected.dtype:
        return float("inf")
    a, b = found.astype(numpy.float64), expected.astype(numpy.float64)
    same = (a == b) | (numpy.isnan(a) & numpy.isnan(b))
    if not numpy.all(same | (numpy.isfinite(a) & numpy.isfinite(b))):
        return float("inf")
    scale = numpy.max(numpy.abs(b[numpy.isfinite(b)]), initial=1.0)
    return float(numpy.max(numpy.abs(a - b)[~same], initial=0.0) / scale)


def main(folder, wanted=None):
    document = json.loads((Path(folder) / "models.json").read_text())
    provider = names[wanted or document["provider"]]
    if provider not in onnxruntime.get_available_providers():
        sys.exit(f"this onnxruntime has no {provider}: {onnxruntime.get_available_providers()}")
    failures = []
    for model in document["models"]:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(str(Path(folder) / model["file"]), options, providers=[provider])
            inputs = {name: array(value) for name, value in model["inputs"].items()}
            wanted_names = list(model["outputs"])
            found = session.run(wanted_names, inputs)
            worst = max(difference(value, array(model["outputs"][name])) for name, value in zip(wanted_names, found))
            if worst > model["tolerance"]:
                failures.append(f"{model['title']}: differs by {worst:.2e}, allowed is {model['tolerance']}")
        except Exception as error:  # a model that does not run is a failure like any other
            failures.append(f"{model['title']}: {str(error)[:200]}")
    for failure in failures:
        print(f"FAILED: {failure}")
    print(f"{provider}, onnxruntime {onnxruntime.__version__}: {len(document['models'])} models, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main(*sys.argv[1:])
