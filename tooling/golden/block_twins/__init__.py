"""What blocks compute, said in PyTorch: one module a theme, each with a dict TWINS from a case's title to a function of the
inputs, in order, and of the state by name. It returns one tensor or a dict of them. What PyTorch lacks is written out from
the formula of its source, as plain as can be."""

from importlib import import_module
from pkgutil import iter_modules

TWINS = {}
for module in iter_modules(__path__, f"{__name__}."):
    TWINS.update(import_module(module.name).TWINS)
