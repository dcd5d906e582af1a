import torch.nn.functional as F

TWINS = {
    "Linear: matrix": lambda x, s: F.linear(x, s["weight"], s["bias"]),
    "Linear: leading axes": lambda x, s: F.linear(x, s["weight"]),
    "Embedding: repeated indices": lambda x, s: F.embedding(x, s["weight"]),
}
