"""Trains the writer's network in PyTorch: first weights, tokens and rates as JSON on standard input, losses on standard output."""

import json
import math
import sys

import torch
from torch import nn

from writer_twins import Writer


def streams(tokens, window: int, rows: int, remainder: bool):
    """Each row goes on where it ended; behind the last window, rows begin anew where a remainder is asked for."""
    count = (len(tokens) - window - 1) // window + 1
    per_row = -(-count // rows) if remainder else count // rows
    for batch in range(per_row):
        places = [row * per_row + batch for row in range(rows)]
        starts = [place % count * window for place in places]
        x = torch.stack([tokens[start : start + window] for start in starts])
        y = torch.stack([tokens[start + 1 : start + 1 + window] for start in starts])
        yield x, y, sum(place < count for place in places)


def bits_per_character(model, tokens, window: int) -> float:
    total, count, state = 0.0, 0, ()
    with torch.no_grad():
        for x, y, real in streams(tokens, window, 20, remainder=True):
            scores, *state = model(x, *state)
            losses = nn.functional.cross_entropy(scores, y, reduction="none")[:real]
            total, count = total + losses.double().sum().item(), count + losses.numel()
    return total / count / math.log(2)


def main():
    given = json.load(sys.stdin)
    torch.set_num_threads(1)
    model = Writer(given["characters"], given["hidden"], embedding=given["embedding"])
    first = given["weights"].items()
    model.load_state_dict({name: torch.tensor(value["data"]).reshape(value["shape"]) for name, value in first})
    train, test = (torch.tensor(given[part]) for part in ("train", "test"))
    optimizer = torch.optim.Adam(model.parameters())
    losses, batches, state = [], iter(()), ()
    for rate in given["rates"]:
        batch = next(batches, None)
        if batch is None:
            batches, state = streams(train, given["window"], given["batchSize"], remainder=False), ()
            batch = next(batches)
        x, y, _ = batch
        scores, *state = model(x, *state)
        state = [part.detach() for part in state]
        loss = nn.functional.cross_entropy(scores, y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), given["clip"])
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
        losses.append(loss.item())
    json.dump({"losses": losses, "bitsPerCharacter": bits_per_character(model, test, given["window"])}, sys.stdout)


main()
