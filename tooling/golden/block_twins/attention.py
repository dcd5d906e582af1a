import math

import torch
import torch.nn.functional as F


def attended(scores, values, mask=None):
    """Softmax over what the mask leaves; a row of which nothing is left is 0."""
    if mask is None:
        weights = scores.softmax(-1)
    else:
        weights = scores.masked_fill(~mask, -math.inf).softmax(-1)
        weights = weights.masked_fill(~mask.expand_as(weights), 0)
    return {"output": weights @ values, "weights": weights}


def masked_softmax(x, mask, s):
    """Row by row, over the columns that are left alone."""
    rows = []
    for values, kept in zip(x, mask):
        row = torch.zeros_like(values)
        if kept.any():
            row = row.masked_scatter(kept, values[kept].softmax(0))
        rows.append(row)
    return torch.stack(rows)


def causal(length):
    return torch.ones(length, length, dtype=torch.bool).tril()


def additive(query, memory, s, values=None, mask=None):
    hidden = torch.tanh((query @ s["block.query.weight"].T)[:, :, None] + (memory @ s["block.key.weight"].T)[:, None])
    return attended(hidden @ s["block.score.weight"][0], memory if values is None else values, mask)


def multi_head(heads, query, key, value, s, **masks):
    output, weights = F.multi_head_attention_forward(
        *(x.transpose(0, 1) for x in (query, key, value)), query.shape[-1], heads, s["block.in_proj_weight"],
        s.get("block.in_proj_bias"), None, None, False, 0.0, s["block.out_proj.weight"], s.get("block.out_proj.bias"),
        training=False, average_attn_weights=False, **masks)
    return {"output": output.transpose(0, 1), "weights": weights}


TWINS = {
    "maskedSoftmax: a row with all, some, one and none": masked_softmax,
    "softAttention: scores of its own": lambda scores, values, s: attended(scores, values),
    "dotProductAttention: scaled": lambda q, k, v, s: attended(q @ k.mT / math.sqrt(q.shape[-1]), v),
    "dotProductAttention: causal, biased, Luong's scale, over two leading axes":
        lambda q, k, v, bias, s: attended(q @ k.mT + bias, v, causal(3)),
    "AdditiveAttention: queries and keys of different sizes": additive,
    "AdditiveAttention: padding, other values": lambda q, memory, values, mask, s: additive(q, memory, s, values, mask),
    "MultiHeadAttention: self-attention": lambda x, s: multi_head(2, x, x, x, s),
    "MultiHeadAttention: other keys and values, padding, a mask and a bias":
        lambda q, k, v, keys, mask, bias, s: multi_head(
            2, q, k, v, s, key_padding_mask=~keys, attn_mask=bias.masked_fill(~mask, -math.inf)),
    "MultiHeadAttention: causal, no bias": lambda x, s: multi_head(3, x, x, x, s, attn_mask=~causal(4)),
}
