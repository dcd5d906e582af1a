import { useImperativeHandle, useRef, useState } from "preact/hooks";
import type { Ref } from "preact";

export interface DrawingPadHandle {
  /** The drawing, framed as the digits of MNIST are; undefined while there is none. */
  image(): ImageData | undefined;
  clear(): void;
  /** Shows a picture in the place of a drawing. */
  show(picture: ImageBitmap): void;
}

interface DrawingPadProps {
  readonly handle: Ref<DrawingPadHandle>;
  /** Called while a stroke is drawn, and at its end. */
  readonly onStroke: () => void;
}

const side = 280;
const strokeWidth = 22;

/** A square to draw on, with mouse, pen or finger. */
export function DrawingPad({ handle, onStroke }: DrawingPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useRef<Bounds | undefined>(undefined);
  const last = useRef<Point | undefined>(undefined);
  const [isEmpty, setIsEmpty] = useState(true);

  const clear = () => {
    context().clearRect(0, 0, side, side);
    ink.current = undefined;
    setIsEmpty(true);
  };
  const context = () => canvas.current!.getContext("2d", { willReadFrequently: true })!;
  useImperativeHandle(handle, () => ({
    image: () => (ink.current === undefined ? undefined : framed(canvas.current!, ink.current)),
    clear,
    show: (picture) => {
      clear();
      const scale = side / Math.max(picture.width, picture.height);
      const [width, height] = [picture.width * scale, picture.height * scale];
      context().drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
      setIsEmpty(false);
    },
  }));

  const draw = (event: PointerEvent) => {
    const at = positionOf(event);
    const from = last.current ?? at;
    last.current = at;
    const pen = context();
    Object.assign(pen, { lineWidth: strokeWidth, lineCap: "round", lineJoin: "round", strokeStyle: "black" });
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(at.x, at.y);
    pen.stroke();
    ink.current = around(ink.current, at);
    setIsEmpty(false);
  };
  const end = () => {
    if (last.current === undefined) return;
    last.current = undefined;
    onStroke();
  };
  return (
    <div class="pad-frame">
      <canvas
        ref={canvas}
        width={side}
        height={side}
        class="pad"
        aria-label="draw a digit here"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          draw(event);
        }}
        onPointerMove={(event) => last.current !== undefined && draw(event)}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {isEmpty && (
        <span class="pad-hint" aria-hidden="true">
          Draw here
        </span>
      )}
    </div>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function positionOf(event: PointerEvent): Point {
  const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect();
  return { x: ((event.clientX - box.left) * side) / box.width, y: ((event.clientY - box.top) * side) / box.height };
}

function around(bounds: Bounds | undefined, { x, y }: Point): Bounds {
  const reach = strokeWidth / 2;
  return {
    left: Math.min(bounds?.left ?? side, x - reach),
    top: Math.min(bounds?.top ?? side, y - reach),
    right: Math.max(bounds?.right ?? 0, x + reach),
    bottom: Math.max(bounds?.bottom ?? 0, y + reach),
  };
}

/** On white, the drawing in the middle and 20 of 28 parts high or wide: MNIST's digits were framed so. */
function framed(canvas: HTMLCanvasElement, { left, top, right, bottom }: Bounds): ImageData {
  const [width, height] = [right - left, bottom - top];
  const size = 112;
  const scale = (size * 20) / 28 / Math.max(width, height);
  const frame = new OffscreenCanvas(size, size);
  const context = frame.getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = "high";
  const [x, y] = [(size - width * scale) / 2, (size - height * scale) / 2];
  context.drawImage(canvas, left, top, width, height, x, y, width * scale, height * scale);
  return context.getImageData(0, 0, size, size);
}
