import { check, describeType, ndarray, sizeOf, type NDArray, type TensorType } from "@blockzoo/core";
import type { Network } from "@blockzoo/family";
import { logProbabilitiesAt } from "./log-probabilities.js";
import { selectRows } from "./rows.js";
import type { DecodingState, Step, Stepper } from "./stepper.js";

/** The steps of a network: how one begins, and how it reads several tokens at once. */
export interface NetworkStepper extends Stepper {
  /**
   * The state before anything is read: what is given, such as what an encoder says of each source, and zeros for the rest.
   *
   * @throws BlockzooError where what is not given has a size that is not known
   */
  begin(given?: DecodingState): DecodingState;
  /** Reads the same number of tokens for each row, 1 or more, in one run: int32 [rows, T]. */
  read(tokens: NDArray, state: DecodingState): Promise<Step>;
}

/**
 * A compiled network that reads `tokens int32["N", "T"]` and says `logits ["N", V, "T"]`, as a {@link Stepper}. All its other
 * inputs are its state: in the next step an output takes the place of the input of its name; what has no such output stays, as
 * what is known of a source does. Rows are those of the axis that an input's type calls `"N"`.
 *
 * @example
 * const stepper = networkStepper(networks.decode);
 * const read = await networks.encode.outputs({ source, sourceLengths });
 * const start = await stepper.step(Int32Array.of(begin), stepper.begin({ ...read, sourceLengths }));
 * const [best] = await beamSearch(stepper, { start, end, length: 50 });
 */
export function networkStepper({ input, output, outputs }: Network): NetworkStepper {
  const { tokens: readable, ...carried } = input as Readonly<Record<string, TensorType>>;
  const given = Object.keys(input).join(", ") || "nothing";
  check(readable !== undefined, () => `a network that is read step by step takes tokens, this one takes ${given}`);
  const stepper: NetworkStepper = {
    begin: (known = {}) => beginning(carried, known),
    async read(tokens, state) {
      const said = await outputs({ ...state, tokens });
      const logits = said[output]!;
      const { attention } = said;
      const next = Object.keys(state).map((name) => [name, said[name] ?? state[name]!] as const);
      return {
        logProbabilities: logProbabilitiesAt(logits, logits.shape[2]! - 1),
        ...(attention && { attention: lastStep(attention) }),
        state: Object.fromEntries(next),
      };
    },
    step: (tokens, state) => stepper.read(ndarray(tokens, [tokens.length, 1]), state),
    select(state, rows) {
      const selected = Object.entries(state).map(([name, array]) => {
        const axis = carried[name]!.shape.indexOf("N");
        return [name, axis < 0 ? array : selectRows(array, rows, { axis })] as const;
      });
      return Object.fromEntries(selected);
    },
  };
  return stepper;
}

/** A value for each input that is carried: what is known of it, else zeros. */
function beginning(carried: Readonly<Record<string, TensorType>>, known: DecodingState): DecodingState {
  const types = Object.entries(carried);
  const [rows = 1] = types.flatMap(([name, { shape }]) => known[name]?.shape[shape.indexOf("N")] ?? []);
  return Object.fromEntries(types.map(([name, type]) => [name, known[name] ?? zerosOf(name, type, rows)]));
}

function zerosOf(name: string, { dtype, shape }: TensorType, rows: number): NDArray {
  const sizes = shape.map((size) => (size === "N" ? rows : Number(size)));
  check(
    sizes.every(Number.isInteger),
    () => `${name}, ${describeType({ dtype, shape })}, must be given: zeros need a number for each size`,
  );
  return ndarray(new Array<number>(sizeOf(sizes)).fill(0), sizes, dtype);
}

/** Of [rows, T, places] what the last of T steps holds, [rows, places]. */
function lastStep({ shape, data }: NDArray): NDArray {
  const [rows, steps, places] = shape as [number, number, number];
  const last = new Float32Array(rows * places);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * steps * places;
    last.set(data.subarray(end - places, end), row * places);
  }
  return ndarray(last, [rows, places]);
}
