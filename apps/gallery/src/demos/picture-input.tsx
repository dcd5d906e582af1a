import { useEffect, useRef, useState } from "preact/hooks";
import { FileButton } from "../design/file-button.js";
import type { GivenPicture } from "../laboratory/demos/picture-reader.js";
import { Camera, type CameraHandle } from "./camera.js";

interface PictureInputProps {
  /** Draws a picture of the kind that the network knows, another for each seed; undefined where there is none. */
  readonly example: (seed: number) => Promise<ImageData | undefined>;
  /** Is given each picture; the next frame of a camera comes when it has answered. */
  readonly onPicture: (picture: GivenPicture) => Promise<void>;
  readonly isOpen: boolean;
}

/** A picture: an example, a file that is opened or dropped, or what the camera sees. It begins with an example. */
export function PictureInput({ example, onPicture, isOpen }: PictureInputProps) {
  const [seed, setSeed] = useState(0);
  const [hasExamples, setHasExamples] = useState(false);
  const [problem, setProblem] = useState("");
  const camera = useRef<CameraHandle>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  const give = async (picture: ImageData | Blob) => {
    camera.current?.stop();
    setProblem("");
    try {
      await show(canvas.current!, picture);
      await onPicture(picture);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const showExample = async (next: number) => {
    const drawn = await example(next);
    setHasExamples(drawn !== undefined);
    if (drawn === undefined) return;
    setSeed(next);
    await give(drawn);
  };
  useEffect(() => {
    if (isOpen) void showExample(seed);
  }, [isOpen]);
  return (
    <div
      class="picture-input"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) void give(file);
      }}
    >
      <canvas
        ref={canvas}
        class="picture"
        width={360}
        height={270}
        role="img"
        aria-label="the picture that is looked at"
      />
      <div class="row">
        {hasExamples && (
          <button type="button" disabled={!isOpen} onClick={() => void showExample(seed + 1)}>
            Another example
          </button>
        )}
        <Camera handle={camera} canvas={canvas} isOpen={isOpen} onFrame={onPicture} onProblem={setProblem} />
        <FileButton accept="image/*" disabled={!isOpen} onFile={(file) => void give(file)}>
          Open a picture
        </FileButton>
      </div>
      {problem !== "" && <p class="error">{problem}</p>}
    </div>
  );
}

/** Puts a picture on a canvas, which takes its size. */
async function show(canvas: HTMLCanvasElement, picture: ImageData | Blob): Promise<void> {
  const bitmap = await decoded(picture);
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0);
  bitmap.close();
}

async function decoded(picture: ImageData | Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(picture);
  } catch (cause) {
    const name = picture instanceof File ? picture.name : "the file";
    throw new Error(`${name} is no picture that this browser can show`, { cause });
  }
}
