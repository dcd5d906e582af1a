import { useState } from "preact/hooks";
import { convTranspose, ndarray, tensor } from "@blockzoo/core";
import { NumberGrid } from "./number-grid.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";
import { usePlace } from "./use-place.js";

const [side, taps] = [3, 3];
const image = [1, 2, 0, 3, 1, 2, 0, 1, 4];
const kernel = [1, 2, 1, 2, 4, 2, 1, 2, 1];

/** Each value stamps the kernel into the output. */
export function TransposedConvolutionWidget() {
  const [stride, setStride] = useState(2);
  const [padding, setPadding] = useState(0);
  const size = (side - 1) * stride - 2 * padding + taps;
  const place = usePlace(side, side);
  const found = useEvaluated(() => {
    const weight = tensor(ndarray(Float32Array.from(kernel), [1, 1, taps, taps]));
    const stamp = (values: readonly number[]) =>
      convTranspose(tensor(ndarray(Float32Array.from(values), [1, 1, side, side])), weight, {
        strides: stride,
        padding,
      });
    return { all: stamp(image), one: stamp(image.map((value, index) => (index === place.index ? value : 0))) };
  }, [stride, padding, place.index]);
  if (found === undefined || found.all.shape[2] !== size) return null;
  const [top, left] = [place.row * stride - padding, place.column * stride - padding];
  const isIn = (at: number, start: number) => at >= start && at < start + taps;
  const isStamp = ({ row, column }: { readonly row: number; readonly column: number }) =>
    isIn(row, top) && isIn(column, left);
  return (
    <>
      <div class="choices">
        <Slider label="stride" value={stride} least={1} most={3} onChange={setStride} />
        <Slider label="padding" value={padding} least={0} most={1} onChange={setPadding} />
        <button type="button" onClick={place.advance}>
          Next value
        </button>
      </div>
      <div class="grids">
        <NumberGrid
          title="x"
          columns={side}
          values={image}
          isMarked={({ row, column }) => row === place.row && column === place.column}
          onPoint={place.choose}
        />
        <NumberGrid title="w" columns={taps} values={kernel} />
        <NumberGrid title="what this value adds" columns={size} values={found.one.data} isMarked={isStamp} />
        <NumberGrid title={`y, ${size}×${size}: the sum`} columns={size} values={found.all.data} isMarked={isStamp} />
      </div>
    </>
  );
}
