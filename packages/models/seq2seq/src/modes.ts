/**
 * The five ways in which sequences go into a network and come out of it, from two halves: what reads, and what says.
 *
 * A. Karpathy, "The unreasonable effectiveness of recurrent neural networks", 2015, the first figure.
 *
 *     reads   one    h = tanh(W x)                         many   h(1) ... h(T) = GRU(x(1) ... x(T)), and h = h(T)
 *     says    one    W h        each    W h(t)             many   W GRU(E y(t-1)), from the state h on, to a token that ends
 *
 * What other networks of this project do is one of these: a classifier of images, one to one; a captioner, one to many; a
 * classifier of sentences, many to one; a translator, many to many; a tagger, synchronised.
 */
import { Block, check, Embedding, GRU, Linear, tanh, unsqueeze, type Tensor } from "@blockzoo/core";
import { classesSecond, timeFirst } from "./layout.js";
import type { Decoded } from "./seq2seq.js";

/** What a network reads and what it says. */
export interface SequenceMode {
  /** A vector, or a sequence of them. */
  readonly reads: "one" | "many";
  /** A class, a class for each step as it comes, or tokens until one ends them. */
  readonly says: "one" | "each" | "many";
}

export const sequenceModes = {
  oneToOne: { reads: "one", says: "one" },
  oneToMany: { reads: "one", says: "many" },
  manyToOne: { reads: "many", says: "one" },
  manyToMany: { reads: "many", says: "many" },
  synchronised: { reads: "many", says: "each" },
} as const satisfies Readonly<Record<string, SequenceMode>>;

export interface SequenceNetworkOptions extends SequenceMode {
  /** F, the numbers of a vector. */
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** K, what there is to say: classes, or tokens. */
  readonly classes: number;
}

/** What is known besides the vectors. */
export interface SequenceNetworkInputs {
  /** int32 [N]: how many vectors of each sequence are real. Default all. */
  readonly lengths?: Tensor;
  /** int32 [N, L], of what says many: the tokens before each of those that are to be said. */
  readonly tokens?: Tensor;
}

/**
 * A network of any of the modes: x [N, F] or, of what reads many, [N, T, F], to logits [N, K], [N, K, T] of what says each, or
 * [N, K, L] of what says many. That is also run token by token: `encode(x)` gives its state `h` [1, N, hidden], and `decode(tokens,
 * h)` goes on from there.
 *
 * @example
 * const parity = new SequenceNetwork({ ...sequenceModes.synchronised, inputSize: 1, hiddenSize: 16, classes: 2 });
 * const captioner = new SequenceNetwork({ ...sequenceModes.oneToMany, inputSize: 512, hiddenSize: 256, classes: 4000 });
 */
export class SequenceNetwork extends Block {
  readonly reader: Linear | GRU;
  readonly embedding: Embedding | undefined;
  readonly writer: GRU | undefined;
  readonly output: Linear;
  readonly #says: SequenceMode["says"];

  constructor({ reads, says, inputSize, hiddenSize, classes }: SequenceNetworkOptions) {
    super();
    check(
      says !== "each" || reads === "many",
      () => "says a class for each step, but reads one vector: let it read many",
    );
    this.reader = reads === "one" ? new Linear(inputSize, hiddenSize) : new GRU(inputSize, hiddenSize);
    if (says === "many") {
      this.embedding = new Embedding(classes, hiddenSize);
      this.writer = new GRU(hiddenSize, hiddenSize);
    }
    this.output = new Linear(hiddenSize, classes);
    this.#says = says;
  }

  forward(x: Tensor, { lengths, tokens }: SequenceNetworkInputs = {}): Tensor {
    if (this.#says === "many") {
      check(tokens !== undefined, () => "says many tokens: give those before each of them, { tokens }");
      return this.decode(tokens, this.encode(x, lengths).h).logits;
    }
    const { each, all } = this.#read(x, lengths);
    return this.#says === "one" ? this.output.forward(all) : classesSecond(this.output.forward(each!));
  }

  encode(x: Tensor, lengths?: Tensor): { readonly h: Tensor } {
    return { h: unsqueeze(this.#read(x, lengths).all, [0]) };
  }

  decode(tokens: Tensor, h: Tensor): Decoded & { readonly h: Tensor } {
    check(this.writer !== undefined, () => `says ${this.#says}, and has no decoder`);
    const { output, state } = this.writer.forward(this.embedding!.forward(timeFirst(tokens)), { initial: h });
    return { logits: classesSecond(this.output.forward(output)), h: state };
  }

  /** What is known at each step [T, N, hidden], where there are several, and when all is read [N, hidden]. */
  #read(x: Tensor, lengths?: Tensor): { readonly each?: Tensor; readonly all: Tensor } {
    if (this.reader instanceof Linear) return { all: tanh(this.reader.forward(x)) };
    const { output, last } = this.reader.forward(timeFirst(x), { lengths });
    return { each: output, all: last };
  }
}
