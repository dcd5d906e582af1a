import type { Ref, RefObject } from "preact";
import { useEffect, useImperativeHandle, useRef, useState } from "preact/hooks";
import { nextRefresh } from "../next-refresh.js";
import { openCamera } from "./camera-stream.js";

export interface CameraHandle {
  stop(): void;
}

interface CameraProps {
  readonly handle: Ref<CameraHandle>;
  /** Shows what it sees. */
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly isOpen: boolean;
  /** Is given each frame; the next comes when it has answered. */
  readonly onFrame: (frame: ImageBitmap) => Promise<void>;
  readonly onProblem: (problem: string) => void;
}

/** A button that gives a network what the camera sees, frame by frame. */
export function Camera({ handle, canvas, isOpen, onFrame, onProblem }: CameraProps) {
  const [isOn, setIsOn] = useState(false);
  const filming = useRef<AbortController | undefined>(undefined);

  const stop = () => {
    filming.current?.abort();
    setIsOn(false);
  };
  const start = async () => {
    const { signal } = (filming.current = new AbortController());
    onProblem("");
    setIsOn(true);
    try {
      const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
      await openCamera(video, signal);
      while (!signal.aborted) {
        const frame = await createImageBitmap(video);
        draw(canvas.current!, frame);
        await onFrame(frame);
        await nextRefresh();
      }
    } catch (error) {
      if (signal.aborted) return;
      onProblem((error as Error).message);
      stop();
    }
  };
  useImperativeHandle(handle, () => ({ stop }));
  useEffect(() => {
    addEventListener("hashchange", stop);
    return () => {
      removeEventListener("hashchange", stop);
      stop();
    };
  }, []);
  return (
    <button type="button" disabled={!isOpen} onClick={() => (isOn ? stop() : void start())}>
      {isOn ? "Stop the camera" : "Use the camera"}
    </button>
  );
}

function draw(canvas: HTMLCanvasElement, frame: ImageBitmap): void {
  canvas.width = frame.width;
  canvas.height = frame.height;
  canvas.getContext("2d")!.drawImage(frame, 0, 0);
}
