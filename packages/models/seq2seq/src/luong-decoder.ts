/** The two ways in which a decoder of Luong et al. runs: all steps at once, or each with what was attended before. */
import {
  add,
  Block,
  Linear,
  LSTM,
  LSTMCell,
  scan,
  squeeze,
  stack,
  unsqueeze,
  type LstmState,
  type Tensor,
} from "@blockzoo/core";
import { layerOf, timeFirst } from "./layout.js";
import type { Named } from "./seq2seq.js";

/** From the top layer's h [N, T, H]: the attentional vector [N, T, H], and beside it what else is told of each step, [N, T, ...]. */
export type Attend = (h: Tensor) => Named & { readonly attentional: Tensor };

export interface LuongDecoder extends Block {
  /** Embedded tokens [T, N, E] and a state give what `attend` gives of all steps, and the state behind them. */
  forward(
    embedded: Tensor,
    state: Named,
    attend: Attend,
  ): { readonly steps: ReturnType<Attend>; readonly state: Named };
}

/** The layers do not see what is attended to: they run as one net, and all steps attend at once. */
export class PlainDecoder extends Block implements LuongDecoder {
  readonly lstm: LSTM;

  constructor(embeddingSize: number, hiddenSize: number, layers: number) {
    super();
    this.lstm = new LSTM(embeddingSize, hiddenSize, { layers });
  }

  forward(embedded: Tensor, { h, c }: Named, attend: Attend): ReturnType<LuongDecoder["forward"]> {
    const { output, state } = this.lstm.forward(embedded, { initial: { h: h!, c: c! } });
    return { steps: attend(timeFirst(output)), state };
  }
}

/** Section 3.3: the attentional vector of a step is a further input of the next one, which therefore waits for it. */
export class InputFeedingDecoder extends Block implements LuongDecoder {
  readonly cells: readonly LSTMCell[];
  /** What the gates of the bottom layer see of the attentional vector. */
  readonly feed: Linear;

  constructor(embeddingSize: number, hiddenSize: number, layers: number) {
    super();
    const inputs = Array.from({ length: layers }, (_, layer) => (layer === 0 ? embeddingSize : hiddenSize));
    this.cells = inputs.map((size) => new LSTMCell(size, hiddenSize));
    this.feed = new Linear(hiddenSize, 4 * hiddenSize, { bias: false });
  }

  forward(embedded: Tensor, { h, c, fed }: Named, attend: Attend): ReturnType<LuongDecoder["forward"]> {
    const [bottom, ...above] = this.cells.map((cell) => cell.recurrence());
    const layers = this.cells.map((_, layer): LstmState => ({ h: layerOf(h!, layer), c: layerOf(c!, layer) }));
    const { carry, outputs } = scan(
      (before, ofToken) => {
        const states = [bottom!.step(add(ofToken, this.feed.forward(before.fed)), before.layers[0]!)];
        for (const [index, { share, step }] of above.entries()) {
          states.push(step(share(states[index]!.h), before.layers[index + 1]!));
        }
        const told = attend(unsqueeze(states.at(-1)!.h, [1]));
        const output = mapNamed(told, (each) => squeeze(each, [1])) as typeof told;
        return { carry: { layers: states, fed: output.attentional }, output };
      },
      { initial: { layers, fed: fed! }, sequences: bottom!.share(embedded) },
    );
    const parts = (name: keyof LstmState) => stack(carry.layers.map((state) => state[name]));
    return {
      steps: mapNamed(outputs, timeFirst) as typeof outputs,
      state: { h: parts("h"), c: parts("c"), fed: carry.fed },
    };
  }
}

function mapNamed(tensors: Named, change: (tensor: Tensor) => Tensor): Named {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}
