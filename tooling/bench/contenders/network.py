"""Networks of torchvision and one of ours for inference, in eval mode, with weights that their names decide: the counterpart of
inference-problem.ts."""

# First, since it shows the way to the known values.
import run_steps  # noqa: F401
import torchvision
from known_values import known_state, known_values
from picture_twins import Stylist
from twins import load

# What their constructors need to be the networks of our variants.
ARGUMENTS = {"googlenet": {"aux_logits": False, "init_weights": False}}


def network(name):
    net = Stylist() if name == "stylist" else torchvision.models.get_model(name, **ARGUMENTS.get(name, {}))
    state = {key: value.float() for key, value in known_state(net).items()}
    return load(net, state).eval()


def images(name, batch):
    side = 256 if name == "stylist" else 224
    return known_values("input", (batch, 3, side, side)).float()
