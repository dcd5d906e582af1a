import { useState } from "preact/hooks";
import {
  contentWeights,
  interpolateWeights,
  ndarray,
  readMemory,
  sharpenWeights,
  shiftWeights,
  tensor,
  writeMemory,
} from "@blockzoo/core";
import { Field } from "../../design/field.js";
import { NumberGrid } from "./number-grid.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";

const [slots, width] = [6, 4];
const start = Float32Array.from({ length: slots }, (_, slot) => (slot === 0 ? 1 : 0));

// prettier-ignore
const patterns = { stripes: [1, 0, 1, 0], left: [1, 1, 0, 0], right: [0, 0, 1, 1] } as const;
type Pattern = keyof typeof patterns;

/** Something is known already; the last slots are empty. */
const known = Float32Array.from({ length: slots * width }, (_, index) => {
  const pattern = Object.values(patterns)[Math.floor(index / width)];
  return pattern?.[index % width] ?? 0.1;
});

/** A head finds its place by content, moves, makes it sharp again, and reads or writes there: a Neural Turing Machine's. */
export function MemoryWidget() {
  const [memory, setMemory] = useState<ArrayLike<number>>(known);
  const [previous, setPrevious] = useState<ArrayLike<number>>(start);
  const [pattern, setPattern] = useState<Pattern>("stripes");
  const [gate, setGate] = useState(1);
  const [shift, setShift] = useState(0);
  const [exponent, setExponent] = useState(3);
  const found = useEvaluated(() => {
    const held = tensor(ndarray(Float32Array.from(memory), [1, slots, width]));
    const key = tensor([[[...patterns[pattern]]]]);
    const before = tensor(ndarray(Float32Array.from(previous), [1, 1, slots]));
    const content = contentWeights(held, key, tensor([[8]]));
    const gated = interpolateWeights(content, before, tensor([[gate]]));
    const shifted = shiftWeights(gated, tensor([[shares(shift)]]));
    const weights = sharpenWeights(shifted, tensor([[exponent]]));
    return {
      content,
      weights,
      read: readMemory(held, weights),
      written: writeMemory(held, weights, { erase: tensor([[[1, 1, 1, 1]]]), add: key }),
    };
  }, [memory, previous, pattern, gate, shift, exponent]);
  if (found === undefined) return null;
  const move = (next: ArrayLike<number>) => {
    setMemory(next);
    setPrevious(found.weights.data);
  };
  return (
    <>
      <div class="choices">
        <Field label="key">
          <select value={pattern} onChange={(event) => setPattern(event.currentTarget.value as Pattern)}>
            {Object.keys(patterns).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
        <Slider label="gate: by content" value={gate} least={0} most={1} step={0.1} onChange={setGate} />
        <Slider label="shift" value={shift} least={-1} most={1} step={0.5} onChange={setShift} />
        <Slider label="sharpen" value={exponent} least={1} most={10} onChange={setExponent} />
        <button type="button" onClick={() => move(found.written.data)}>
          Write the key there
        </button>
        <button type="button" onClick={() => move(memory)}>
          Move without writing
        </button>
        <button
          type="button"
          onClick={() => {
            setMemory(known);
            setPrevious(start);
          }}
        >
          Start over
        </button>
      </div>
      <div class="grids">
        <NumberGrid title={`memory, ${slots} slots`} columns={width} values={memory} />
        <NumberGrid title="like the key" columns={1} values={found.content.data} />
        <NumberGrid title="weights" columns={1} values={found.weights.data} />
        <NumberGrid title="what is read there" columns={width} values={found.read.data} />
      </div>
    </>
  );
}

/** Of the offsets -1, 0 and 1; between two of them half of each. */
function shares(shift: number): number[] {
  return [-1, 0, 1].map((offset) => Math.max(0, 1 - Math.abs(shift - offset)));
}
