import type { RefObject } from "preact";
import { openCamera } from "../../demos/camera-stream.js";
import { useDevice, type Device } from "../use-device.js";

/** The camera, and single frames of it. */
export interface CameraStream extends Device {
  /** What it sees now, as a PNG file. */
  frame(): Promise<Blob>;
}

/** So wide are frames that are kept: more than a network sees, and still small files. */
const frameWidth = 320;

/** @param video shows what the camera sees */
export function useCameraStream(video: RefObject<HTMLVideoElement | null>): CameraStream {
  const device = useDevice({
    name: "camera",
    instead: "add pictures as files",
    open: (signal) => openCamera(video.current!, signal),
  });
  return {
    ...device,
    frame: async () => {
      const { videoWidth, videoHeight } = video.current!;
      const height = Math.max(1, Math.round((frameWidth * videoHeight) / Math.max(1, videoWidth)));
      const canvas = new OffscreenCanvas(frameWidth, height);
      canvas.getContext("2d")!.drawImage(video.current!, 0, 0, frameWidth, height);
      return canvas.convertToBlob({ type: "image/png" });
    },
  };
}
