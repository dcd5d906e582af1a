"""What the processes of both contenders in Python have in common: arguments, steps, clock, report (process-report.ts)."""

import json
import pathlib
import re
import resource
import statistics
import sys
import time

import torch

sys.path.append(str(pathlib.Path(__file__).parents[2] / "golden"))


def peak_megabytes():
    status = pathlib.Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)[1]) * 1024 / 1e6


def run_steps(prepare, read=lambda problem, path: problem):
    """`prepare` makes a step of the problem, as `read` left it, and is timed with the first one. A step returns what must agree
    with the others: a list of numbers."""
    path, threads, warm_up, steps = sys.argv[1], *map(int, sys.argv[2:])
    torch.set_num_threads(threads)
    with open(path) as file:
        problem = read(json.load(file), path)
    began = time.perf_counter()
    step = prepare(problem)
    # First weights are in the model now.
    del problem
    results = list(step())
    first = 1000 * (time.perf_counter() - began)
    for _ in range(warm_up - 1):
        results.extend(step())
    milliseconds, processor = [], []
    for _ in range(steps):
        start, used = time.perf_counter(), time.process_time()
        found = step()
        milliseconds.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - used))
        results.extend(found)
    report = {
        "runtime": f"PyTorch {torch.__version__}",
        "results": results,
        "firstStepMilliseconds": first,
        "milliseconds": statistics.median(milliseconds),
        "processorMilliseconds": statistics.median(processor),
        "peakMegabytes": peak_megabytes(),
    }
    print(json.dumps(report))
