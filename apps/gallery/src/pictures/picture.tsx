import { useLayoutEffect, useRef } from "preact/hooks";

interface PictureProps {
  readonly image: ImageData;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly testId?: string;
}

/** Pixels on the page. */
export function Picture({ image, label, testId }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => canvas.current!.getContext("2d")!.putImageData(image, 0, 0), [image]);
  return (
    <canvas
      ref={canvas}
      class="picture"
      width={image.width}
      height={image.height}
      role="img"
      aria-label={label}
      data-testid={testId}
    />
  );
}
