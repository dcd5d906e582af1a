import { useState } from "preact/hooks";
import { conv, tensor } from "@blockzoo/core";
import { image, side } from "./image.js";
import { Field } from "../../design/field.js";
import { NumberGrid } from "./number-grid.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";
import { usePlace } from "./use-place.js";

// prettier-ignore
const kernels = {
  "upper edge": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  "left edge": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  outline: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  sum: [1, 1, 1, 1, 1, 1, 1, 1, 1],
} as const;

type KernelName = keyof typeof kernels;

const taps = 3;

/** A kernel goes over a picture: which values each number of the output is made of. */
export function ConvolutionWidget() {
  const [kernel, setKernel] = useState<KernelName>("upper edge");
  const [stride, setStride] = useState(1);
  const [padding, setPadding] = useState(0);
  const [dilation, setDilation] = useState(1);
  const framed = side + 2 * padding;
  const size = Math.floor((framed - dilation * (taps - 1) - 1) / stride) + 1;
  const place = usePlace(size, size, 3);
  const y = useEvaluated(
    () =>
      conv(tensor(grid(image, side)), tensor(grid(kernels[kernel], taps)), {
        strides: stride,
        padding,
        dilations: dilation,
      }),
    [kernel, stride, padding, dilation],
  );
  const [top, left] = [place.row * stride, place.column * stride];
  const isTap = (row: number, column: number) => isTapOf(row - top, dilation) && isTapOf(column - left, dilation);
  const inside = (at: number) => at >= padding && at < padding + side;
  const valueAt = (row: number, column: number) =>
    inside(row) && inside(column) ? image[(row - padding) * side + column - padding]! : 0;
  const padded = Array.from({ length: framed * framed }, (_, index) =>
    valueAt(Math.floor(index / framed), index % framed),
  );
  const products = kernels[kernel].flatMap((weight, tap) => {
    const value = valueAt(top + dilation * Math.floor(tap / taps), left + dilation * (tap % taps));
    return weight === 0 || value === 0 ? [] : [`${value}·${weight < 0 ? `(${weight})` : weight}`];
  });
  return (
    <>
      <div class="choices">
        <Field label="kernel">
          <select value={kernel} onChange={(event) => setKernel(event.currentTarget.value as KernelName)}>
            {Object.keys(kernels).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
        <Slider label="stride" value={stride} least={1} most={3} onChange={setStride} />
        <Slider label="padding" value={padding} least={0} most={2} onChange={setPadding} />
        <Slider label="dilation" value={dilation} least={1} most={3} onChange={setDilation} />
        <button type="button" onClick={place.advance}>
          Next place
        </button>
      </div>
      <div class="grids">
        <NumberGrid
          title={`x, ${side}×${side}${padding > 0 ? ` in a frame of ${padding}` : ""}`}
          columns={framed}
          values={padded}
          isPadding={({ row, column }) => !inside(row) || !inside(column)}
          isMarked={({ row, column }) => isTap(row, column)}
        />
        <NumberGrid title="w" columns={taps} values={kernels[kernel]} />
        {y !== undefined && y.shape[2] === size && (
          <NumberGrid
            title={`y, ${size}×${size}`}
            columns={size}
            values={y.data}
            isMarked={({ row, column }) => row === place.row && column === place.column}
            onPoint={place.choose}
          />
        )}
      </div>
      <p class="sum" data-testid="sum">
        y[{place.row},{place.column}] = {products.join(" + ") || "0"} = {y?.data[place.index]}
      </p>
    </>
  );
}

function isTapOf(offset: number, dilation: number): boolean {
  return offset >= 0 && offset % dilation === 0 && offset / dilation < taps;
}

/** As one channel of one sample. */
function grid(values: readonly number[], columns: number): number[][][][] {
  return [
    [Array.from({ length: values.length / columns }, (_, row) => values.slice(row * columns, (row + 1) * columns))],
  ];
}
