"""What the processes of both contenders in Python have in common: arguments, steps, clock, report (process-report.ts)."""

import json
import pathlib
import statistics
import sys
import time

import torch

sys.path.append(str(pathlib.Path(__file__).parents[2] / "golden"))


def run_steps(prepare):
    """`prepare` makes a step of the problem, which returns what must agree with the others: a list of numbers."""
    path, threads, warm_up, steps = sys.argv[1], *map(int, sys.argv[2:])
    torch.set_num_threads(threads)
    with open(path) as file:
        step = prepare(json.load(file))
    results = [result for _ in range(warm_up) for result in step()]
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
        "milliseconds": statistics.median(milliseconds),
        "processorMilliseconds": statistics.median(processor),
    }
    print(json.dumps(report))
