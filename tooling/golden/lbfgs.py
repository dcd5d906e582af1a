"""What scipy's L-BFGS-B finds for the functions of packages/train/test/lbfgs.test.ts, and in how many steps: golden/lbfgs.json."""

import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import minimize, rosen, rosen_der

TOLERANCE = 1e-6


def quadratic(eigenvalues):
    """½ Σ λ (x - 1)²."""
    values = np.asarray(eigenvalues)
    return lambda x: 0.5 * np.sum(values * (x - 1) ** 2), lambda x: values * (x - 1)


def rosenbrock_start(variables):
    return np.tile([-1.2, 1.0], variables // 2)


FUNCTIONS = {
    "rosenbrock-2": (rosen, rosen_der, rosenbrock_start(2)),
    "rosenbrock-10": (rosen, rosen_der, rosenbrock_start(10)),
    "quadratic-5": (*quadratic([1, 2, 3, 4, 5]), np.zeros(5)),
    "quadratic-1e4": (*quadratic(np.logspace(0, 4, 50)), np.zeros(50)),
}


def solve(value, gradient, start):
    options = {"maxcor": 10, "gtol": TOLERANCE, "ftol": 0, "maxiter": 1000}
    found = minimize(value, start, jac=gradient, method="L-BFGS-B", options=options)
    return {"steps": found.nit, "evaluations": found.nfev, "value": found.fun, "x": found.x.tolist()}


if __name__ == "__main__":
    results = {name: solve(*function) for name, function in FUNCTIONS.items()}
    golden = {"scipy": scipy.__version__, "gradientTolerance": TOLERANCE, "results": results}
    target = pathlib.Path(__file__).parents[2] / "packages/train/test/golden/lbfgs.json"
    target.write_text(json.dumps(golden, indent=2) + "\n")
