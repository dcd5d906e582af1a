TWINS = {
    "gradientReversal: the gradient of a sum of squares before it": lambda x, strength, s: -strength * 2 * x,
    "surrogateLoss: the gradient of what made y": lambda x, gradient, s: gradient * 3 * x**2,
}
