// Domain-adversarial and synthetic-gradient training: one traced step each, held to what their definitions say by hand.
import { describe, expect, it } from "vitest";
import {
  add,
  Block,
  evaluate,
  float32,
  gradientReversal,
  gradients,
  initialize,
  Linear,
  mul,
  ndarray,
  neg,
  RandomStream,
  reduceMean,
  reduceSum,
  referenceBackend,
  reversalStrength,
  sizeOf,
  softplus,
  square,
  stopGradient,
  sub,
  surrogateLoss,
  tanh,
  tensor,
  trace,
  trainableParameters,
  vectorJacobianProduct,
  zeros,
  type NDArray,
  type Tensor,
} from "../src/index.js";

const drawn = (...shape: number[]) =>
  ndarray(new RandomStream(7, ...shape).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);

function expectEqual(actual: readonly NDArray[], expected: readonly NDArray[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach(({ data }, index) =>
    expect([...data]).toEqual(Array.from(expected[index]!.data, (value) => expect.closeTo(value, 12))),
  );
}

describe("gradient reversal", () => {
  it("is the identity forward and -λ backward, for a λ that is fed", async () => {
    const graph = trace(
      ({ x, strength }) => {
        const y = gradientReversal(x, strength);
        return { y, dx: gradients(reduceSum(mul(square(y), y)), [x])[0]! };
      },
      { x: float32(4), strength: float32() },
    );
    const executable = await referenceBackend().compile(graph);
    const x = ndarray([1, -2, 0.5, 3]);
    for (const strength of [0, 0.25, 2]) {
      const { outputs } = await executable.run({ x, strength: ndarray([strength], []) });
      expect(outputs["y"]!.data).toEqual(x.data);
      expect([...outputs["dx"]!.data]).toEqual(
        Array.from(x.data, (value) => expect.closeTo(-strength * 3 * value ** 2, 9)),
      );
    }
  });

  it("rises from 0 to nearly 1 over a training", () => {
    expect(reversalStrength(0)).toBe(0);
    expect(reversalStrength(0.5)).toBeCloseTo(Math.tanh(2.5), 12);
    expect(reversalStrength(1)).toBeCloseTo((1 - Math.exp(-10)) / (1 + Math.exp(-10)), 12);
  });

  it("trains features, labels and domains as the manual min-max does", async () => {
    const net = { feature: new Linear(6, 8), label: new Linear(8, 1), domain: new Linear(8, 1) };
    const { feature, label, domain } = net;
    const strength = 0.3;
    const { reversed, manual } = await evaluate(
      () => {
        const [x, y, d] = [drawn(10, 6), drawn(10, 1), drawn(1, 10, 1)].map((value) => tensor(value)) as [
          Tensor,
          Tensor,
          Tensor,
        ];
        const h = tanh(feature.forward(x));
        const logistic = (z: Tensor, target: Tensor) => reduceMean(sub(softplus(z), mul(z, target)));
        const labelLoss = logistic(label.forward(h), y);
        const domainLoss = (features: Tensor) => logistic(domain.forward(features), d);
        const all = [...trainableParameters(net).values()];
        const [featureParts, labelParts, domainParts] = [feature, label, domain].map((block) => [
          ...trainableParameters(block).values(),
        ]);
        const straight = domainLoss(h);
        return {
          reversed: gradients(add(labelLoss, domainLoss(gradientReversal(h, strength))), all),
          manual: [
            // Features go down the label loss and up the domain loss; each head goes down its own.
            ...gradients(sub(labelLoss, mul(straight, strength)), featureParts!),
            ...gradients(labelLoss, labelParts!),
            ...gradients(straight, domainParts!),
          ],
        };
      },
      { model: net },
    );
    expectEqual(reversed, manual);
  });
});

/** Three layers with a guesser of the gradient behind each of the first two (Jaderberg et al. 2017). */
class Decoupled extends Block {
  readonly layer1 = new Linear(4, 5);
  readonly layer2 = new Linear(5, 5);
  readonly layer3 = new Linear(5, 2);
  readonly guesser1: Linear;
  readonly guesser2: Linear;

  constructor(silent: boolean) {
    super();
    const options = silent ? { initializer: zeros(), biasInitializer: zeros() } : {};
    this.guesser1 = new Linear(5, 5, options);
    this.guesser2 = new Linear(5, 5, options);
  }

  /** All that a step minimises; `guess` gives the gradient that a layer is told, by default what its guesser says. */
  losses(x: Tensor, target: Tensor, guess?: readonly Tensor[]) {
    const h1 = tanh(this.layer1.forward(x));
    const h2 = tanh(this.layer2.forward(stopGradient(h1)));
    const loss = reduceMean(square(sub(this.layer3.forward(stopGradient(h2)), target)));
    const guesses = guess ?? [this.guesser1.forward(stopGradient(h1)), this.guesser2.forward(stopGradient(h2))];
    return { h1, h2, loss, guesses, local: add(surrogateLoss(h1, guesses[0]!), surrogateLoss(h2, guesses[1]!)) };
  }

  /** The loss of the whole net, trained from end to end. */
  whole(x: Tensor, target: Tensor): { h1: Tensor; h2: Tensor; loss: Tensor } {
    const h1 = tanh(this.layer1.forward(x));
    const h2 = tanh(this.layer2.forward(h1));
    return { h1, h2, loss: reduceMean(square(sub(this.layer3.forward(h2), target))) };
  }

  forward(x: Tensor): Tensor {
    return this.whole(x, x).loss;
  }
}

describe("synthetic gradients", () => {
  const [x, target] = [drawn(6, 4), drawn(6, 2)];
  const layers = ({ layer1, layer2, layer3 }: Decoupled) => [
    ...trainableParameters({ layer1, layer2, layer3 }).values(),
  ];

  it("that are exact give every layer its gradient of back-propagation, and those of a guesser its product with them", async () => {
    const net = new Decoupled(false);
    const { exact, expected, guessed, products } = await evaluate(
      () => {
        const [input, wanted] = [tensor(x), tensor(target)];
        const whole = net.whole(input, wanted);
        const told = net.losses(input, wanted, gradients(whole.loss, [whole.h1, whole.h2]));
        const own = net.losses(input, wanted);
        const { layer1, layer2 } = net;
        const [first, second] = [layer1, layer2].map((block) => [...trainableParameters(block).values()]);
        return {
          exact: gradients(add(told.loss, told.local), layers(net)),
          expected: gradients(whole.loss, layers(net)),
          guessed: gradients(add(own.loss, own.local), [...first!, ...second!]),
          products: [
            ...vectorJacobianProduct([own.h1], [own.guesses[0]], first!),
            ...vectorJacobianProduct([own.h2], [own.guesses[1]], second!),
          ],
        };
      },
      { model: net },
    );
    expectEqual(exact, expected);
    expectEqual(guessed, products);
    expect(guessed.some(({ data }) => data.some((value) => Math.abs(value) > 1e-3))).toBe(true);
  });

  it("of a guesser that says 0 never move the layers before it, and its own loss teaches it", async () => {
    const net = new Decoupled(true);
    const graph = trace(
      ({ input, wanted }) => {
        const { h2, loss, local, guesses } = net.losses(input, wanted);
        // The layer behind h2 is the last: the gradient that its guesser learns is the true one.
        const [truth] = gradients(reduceMean(square(sub(net.layer3.forward(h2), wanted))), [h2]);
        const lesson = reduceMean(square(sub(guesses[1]!, stopGradient(truth!))));
        const parameters = [...trainableParameters(net).values()];
        const total = add(add(loss, local), lesson);
        gradients(total, parameters).forEach((gradient, index) =>
          parameters[index]!.update(add(parameters[index]!, neg(mul(gradient, 0.1)))),
        );
        return lesson;
      },
      { input: float32(6, 4), wanted: float32(6, 2) },
      { mode: "train", model: net },
    );
    const executable = await referenceBackend().compile(graph);
    const before = initialize(net);
    const lessons: number[] = [];
    for (let step = 0; step < 20; step++) {
      const { outputs } = await executable.run({ input: x, wanted: target });
      lessons.push(outputs["output"]!.data[0]!);
      if (step > 0) continue;
      const after = await executable.state.read();
      const moved = [...before].filter(([name, value]) =>
        value.data.some((old, i) => old !== after.get(name)!.data[i]),
      );
      // After one step the guessers still said 0 in it: only the last layer and the taught guesser have moved.
      expect(moved.map(([name]) => name)).toEqual(["layer3.weight", "layer3.bias", "guesser2.weight", "guesser2.bias"]);
    }
    const last = await executable.state.read();
    // The first guesser was never taught: what lies before it has stayed as it was, exactly.
    for (const name of ["layer1.weight", "layer1.bias", "guesser1.weight"]) {
      expect(last.get(name)!.data).toEqual(before.get(name)!.data);
    }
    expect(last.get("layer2.weight")!.data).not.toEqual(before.get("layer2.weight")!.data);
    expect(lessons.at(-1)).toBeLessThan(lessons[0]!);
  });
});
