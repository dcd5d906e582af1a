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
    const shown = canvas.current!;
    const draw = () => shown.getContext("2d")!.putImageData(new ImageData(data, width, height), 0, 0);
    draw();
    // A graphics device that is lost takes what is seen along.
    shown.addEventListener("contextrestored", draw);
    return () => shown.removeEventListener("contextrestored", draw);
  }, [sheet]);
  return <canvas ref={canvas} class="sheet" width={width} height={height} role="img" aria-label={label} />;
}
