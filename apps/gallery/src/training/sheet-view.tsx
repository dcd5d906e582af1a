import { useLayoutEffect, useRef } from "preact/hooks";
import type { Sheet } from "../laboratory/training/sheet.js";

interface SheetViewProps {
  readonly sheet: Sheet;
  /** What it shows, for those who do not see it. */
  readonly label: string;
}

/** Pixels of the laboratory on the page, each as it is. */
export function SheetView({ sheet, label }: SheetViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, data } = sheet;
  useLayoutEffect(() => {
    // Kept by the processor, so that it is still seen where the graphics device was lost.
    const context = canvas.current!.getContext("2d", { willReadFrequently: true })!;
    context.putImageData(new ImageData(data, width, height), 0, 0);
  }, [sheet]);
  return <canvas ref={canvas} class="sheet" width={width} height={height} role="img" aria-label={label} />;
}
