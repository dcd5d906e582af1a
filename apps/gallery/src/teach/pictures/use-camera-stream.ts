import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** The camera, and single frames of it. */
export interface CameraStream {
  readonly isOn: boolean;
  readonly problem: string;
  start(): Promise<void>;
  stop(): void;
  /** What it sees now, as a PNG file. */
  frame(): Promise<Blob>;
}

/** So wide are frames that are kept: more than a network sees, and still small files. */
const frameWidth = 320;

/** The camera as long as it is wanted: it is switched off with another page. @param video shows what it sees */
export function useCameraStream(video: RefObject<HTMLVideoElement | null>): CameraStream {
  const [isOn, setIsOn] = useState(false);
  const [problem, setProblem] = useState("");
  const stream = useRef<MediaStream | undefined>(undefined);
  const stop = () => {
    stream.current?.getTracks().forEach((track) => track.stop());
    stream.current = undefined;
    setIsOn(false);
  };
  useEffect(() => {
    addEventListener("hashchange", stop);
    return () => {
      removeEventListener("hashchange", stop);
      stop();
    };
  }, []);
  return {
    isOn,
    problem,
    stop,
    start: async () => {
      setProblem("");
      try {
        stream.current = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } });
        video.current!.srcObject = stream.current;
        await video.current!.play();
        setIsOn(true);
      } catch (error) {
        stop();
        setProblem(whyNoCamera(error as DOMException));
      }
    },
    frame: async () => {
      const { videoWidth, videoHeight } = video.current!;
      const height = Math.max(1, Math.round((frameWidth * videoHeight) / Math.max(1, videoWidth)));
      const canvas = new OffscreenCanvas(frameWidth, height);
      canvas.getContext("2d")!.drawImage(video.current!, 0, 0, frameWidth, height);
      return canvas.convertToBlob({ type: "image/png" });
    },
  };
}

function whyNoCamera({ name, message }: DOMException): string {
  if (name === "NotAllowedError") return "The camera may not be used: allow it in the browser, beside the address.";
  return name === "NotFoundError"
    ? "There is no camera: add pictures as files."
    : `The camera does not start: ${message}`;
}
