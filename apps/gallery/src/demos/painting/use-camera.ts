import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { nextRefresh } from "../../next-refresh.js";
import { openCamera } from "../camera-stream.js";
import { Pace } from "./pace.js";

/** A frame as it was painted. */
export interface PaintedFrame {
  readonly image: ImageData;
  /** Frames a second, as they are shown; undefined at the beginning. */
  readonly rate: number | undefined;
}

/** Paints a frame, which it takes, in a size that its longer side has. */
type PaintFrame = (frame: ImageBitmap, longest: number) => Promise<ImageData>;

/** The camera, and what becomes of what it sees. */
export interface Camera {
  readonly isOn: boolean;
  readonly frame: PaintedFrame | undefined;
  readonly problem: string;
  start(): Promise<void>;
  stop(): void;
}

/**
 * What the camera sees, frame by frame: the next is taken when the last was painted and shown. It is switched off with another room.
 *
 * @param video shows what it sees
 */
export function useCamera(video: RefObject<HTMLVideoElement | null>, paint: PaintFrame): Camera {
  const [isOn, setIsOn] = useState(false);
  const [frame, setFrame] = useState<PaintedFrame>();
  const [problem, setProblem] = useState("");
  const filming = useRef<AbortController | undefined>(undefined);
  // The stylist may be changed between two frames.
  const painting = useRef(paint);
  painting.current = paint;

  const stop = () => {
    filming.current?.abort();
    setIsOn(false);
  };
  const start = async () => {
    const { signal } = (filming.current = new AbortController());
    setProblem("");
    setFrame(undefined);
    setIsOn(true);
    try {
      await openCamera(video.current!, signal);
      await film(signal);
    } catch (error) {
      if (signal.aborted) return;
      setProblem((error as Error).message);
      stop();
    }
  };
  const film = async (signal: AbortSignal) => {
    const pace = new Pace();
    while (!signal.aborted) {
      const image = await painting.current(await createImageBitmap(video.current!), pace.side);
      const now = await nextRefresh();
      if (signal.aborted) return;
      pace.show(now);
      setFrame({ image, rate: pace.rate });
    }
  };
  useEffect(() => {
    addEventListener("hashchange", stop);
    return () => removeEventListener("hashchange", stop);
  }, []);
  return { isOn, frame, problem, start, stop };
}
