import type { Pixels } from "#digits/classify.js";

const strokeWidth = 22;

/** A picture of MNIST is 28 pixels wide and high, and its digit 20: the drawing is framed in the same way. */
const frame = { side: 112, digit: (112 * 20) / 28 };

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Makes a canvas a pad to draw on with mouse, pen or finger. Calls back with the drawing after every stroke. */
export function drawingPad(canvas: HTMLCanvasElement, onStroke: (drawing: Pixels) => void) {
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  let ink: Bounds | undefined;
  let showsPicture = false;
  let last: { readonly x: number; readonly y: number } | undefined;

  const draw = (event: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const at = { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
    Object.assign(pen, { lineWidth: strokeWidth, lineCap: "round", lineJoin: "round", strokeStyle: "black" });
    pen.beginPath();
    pen.moveTo((last ?? at).x, (last ?? at).y);
    pen.lineTo(at.x, at.y);
    pen.stroke();
    last = at;
    ink = around(ink, at);
  };
  const end = () => {
    if (last === undefined || ink === undefined) return;
    last = undefined;
    onStroke(framed(canvas, ink));
  };
  const clear = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    ink = undefined;
    showsPicture = false;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    if (showsPicture) clear();
    draw(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last !== undefined) draw(event);
  });
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);

  return {
    clear,
    /** Shows a picture in the place of a drawing. */
    show(picture: ImageBitmap): void {
      clear();
      const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
      const [width, height] = [picture.width * scale, picture.height * scale];
      pen.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
      showsPicture = true;
    },
  };
}

function around(bounds: Bounds | undefined, { x, y }: { readonly x: number; readonly y: number }): Bounds {
  const reach = strokeWidth / 2;
  return {
    left: Math.min(bounds?.left ?? Infinity, x - reach),
    top: Math.min(bounds?.top ?? Infinity, y - reach),
    right: Math.max(bounds?.right ?? -Infinity, x + reach),
    bottom: Math.max(bounds?.bottom ?? -Infinity, y + reach),
  };
}

/** The drawing on white, in the middle of a square. */
function framed(canvas: HTMLCanvasElement, { left, top, right, bottom }: Bounds): Pixels {
  const { side, digit } = frame;
  const [width, height] = [right - left, bottom - top];
  const scale = digit / Math.max(width, height);
  const context = new OffscreenCanvas(side, side).getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = "high";
  const [x, y] = [(side - width * scale) / 2, (side - height * scale) / 2];
  context.drawImage(canvas, left, top, width, height, x, y, width * scale, height * scale);
  return context.getImageData(0, 0, side, side);
}
