import torch
import torch.nn.functional as F


def content(memory, key, strength):
    cosines = F.cosine_similarity(key[:, :, None], memory[:, None], dim=-1)
    return (strength[..., None] * cosines).softmax(-1)


def interpolated(content, previous, gate):
    return gate[..., None] * content + (1 - gate[..., None]) * previous


def shifted(weights, shift):
    half = shift.shape[-1] // 2
    return sum(shift[..., index, None] * weights.roll(index - half, -1) for index in range(shift.shape[-1]))


def sharpened(weights, exponent):
    powers = weights ** exponent[..., None]
    return powers / powers.sum(-1, keepdim=True)


def written(memory, weights, erase, add):
    """Graves et al. 2014, equations 3 and 4, one head after the other: all erase, then all add."""
    for head in range(weights.shape[1]):
        memory = memory * (1 - weights[:, head, :, None] * erase[:, head, None])
    for head in range(weights.shape[1]):
        memory = memory + weights[:, head, :, None] * add[:, head, None]
    return memory


def heads(controller, memory, previous, weight, bias, addressing="both", shifts=3):
    count, width = previous.shape[1], memory.shape[2]
    raw = (controller @ weight.T + bias).reshape(controller.shape[0], count, -1)
    if addressing == "content":
        return content(memory, raw[..., :width], F.softplus(raw[..., width]))
    if addressing == "both":
        found = content(memory, raw[..., :width], F.softplus(raw[..., width]))
        previous = interpolated(found, previous, torch.sigmoid(raw[..., width + 1]))
    moved = shifted(previous, raw[..., -shifts - 1 : -1].softmax(-1))
    return sharpened(moved, 1 + F.softplus(raw[..., -1]))


def block_heads(**options):
    return lambda controller, memory, previous, s: heads(
        controller, memory, previous, s["parameters.weight"], s["parameters.bias"], **options)


def bank(controller, memory, read_weights, write_weights, s):
    def cells(table):
        if "block.address" not in s:
            return table
        return torch.cat([s["block.address"].expand(table.shape[0], -1, -1), table], -1)

    def step(name, table, previous):
        return heads(controller, cells(table), previous, s[f"block.{name}.parameters.weight"], s[f"block.{name}.parameters.bias"])

    write = step("write", memory, write_weights)
    change = (controller @ s["block.change.weight"].T + s["block.change.bias"]).reshape(*write.shape[:2], -1)
    erase, add = change.chunk(2, -1)
    memory = written(memory, write, torch.sigmoid(erase), add)
    read = step("read", memory, read_weights)
    return {
        "read": read @ cells(memory),
        "state.memory": memory,
        "state.readWeights": read,
        "state.writeWeights": write,
    }


TWINS = {
    "contentWeights: two keys": lambda memory, key, strength, s: content(memory, key, strength),
    "interpolateWeights: a gate for each head": lambda found, previous, gate, s: interpolated(found, previous, gate),
    "shiftWeights: five offsets": lambda weights, shift, s: shifted(weights, shift),
    "sharpenWeights: an exponent for each head": lambda weights, exponent, s: sharpened(weights, exponent),
    "readMemory: two heads": lambda memory, weights, s: torch.einsum("nhs,nsw->nhw", weights, memory),
    "writeMemory: two heads": lambda memory, weights, erase, add, s: written(memory, weights, erase, add),
    "MemoryHeads: content and location": block_heads(),
    "MemoryHeads: content alone": block_heads(addressing="content"),
    "MemoryHeads: location alone, five shifts": block_heads(addressing="location", shifts=5),
    "MemoryBank: two read heads, one write head": bank,
    "MemoryBank: addresses, two write heads": bank,
}
