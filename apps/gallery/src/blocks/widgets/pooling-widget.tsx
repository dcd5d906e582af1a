import { useState } from "preact/hooks";
import { maxPoolWithSwitches, maxUnpool, ndarray, tensor } from "@blockzoo/core";
import { NumberGrid } from "./number-grid.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";
import { usePlace } from "./use-place.js";

const side = 6;

// prettier-ignore
const image: readonly number[] = [
  1, 3, 0, 2, 5, 1,
  4, 2, 1, 0, 2, 7,
  0, 1, 8, 3, 1, 0,
  2, 6, 4, 1, 0, 3,
  9, 0, 2, 5, 6, 1,
  1, 2, 0, 3, 2, 4,
];

/** The largest value of each window, where it stood, and what unpooling puts back there. */
export function PoolingWidget() {
  const [kernel, setKernel] = useState(2);
  const [stride, setStride] = useState(2);
  const size = Math.floor((side - kernel) / stride) + 1;
  const place = usePlace(size, size);
  const found = useEvaluated(() => {
    const x = tensor(ndarray(Float32Array.from(image), [1, 1, side, side]));
    const { values, switches } = maxPoolWithSwitches(x, { kernel, strides: stride });
    return { values, switches, unpooled: maxUnpool(values, switches, { outputShape: [side, side] }) };
  }, [kernel, stride]);
  if (found === undefined || found.values.shape[2] !== size) return null;
  const switches = Array.from(found.switches.data);
  const isIn = (at: number, start: number) => at >= start && at < start + kernel;
  return (
    <>
      <div class="choices">
        <Slider label="kernel" value={kernel} least={2} most={3} onChange={setKernel} />
        <Slider label="stride" value={stride} least={1} most={3} onChange={setStride} />
        <button type="button" onClick={place.advance}>
          Next window
        </button>
      </div>
      <div class="grids">
        <NumberGrid
          title="x: the window"
          columns={side}
          values={image}
          isMarked={({ row, column }) => isIn(row, place.row * stride) && isIn(column, place.column * stride)}
        />
        <NumberGrid
          title="y: its largest value"
          columns={size}
          values={found.values.data}
          isMarked={({ row, column }) => row === place.row && column === place.column}
          onPoint={place.choose}
        />
        <NumberGrid
          title="switches: where it stood"
          columns={size}
          values={switches}
          isMarked={({ row, column }) => row === place.row && column === place.column}
          onPoint={place.choose}
        />
        <NumberGrid
          title="unpooled by the switches"
          columns={side}
          values={found.unpooled.data}
          isMarked={({ row, column }) => row * side + column === switches[place.index]}
        />
      </div>
    </>
  );
}
