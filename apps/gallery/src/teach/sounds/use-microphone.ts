import { useRef } from "preact/hooks";
import { useDevice, type Device } from "../use-device.js";
import captureModule from "./capture.worklet.js?url&no-inline";
import { wavFile } from "./wav-file.js";
import { WordCutter } from "./word-cutter.js";

/** The microphone, which tells each word that it has heard. @param onWord is given each word as a WAV file */
export function useMicrophone(onWord: (word: Blob) => void): Device {
  const hear = useRef(onWord);
  hear.current = onWord;
  return useDevice({
    name: "microphone",
    instead: "add WAV files",
    open: (signal) => listen((word) => hear.current(word), signal),
  });
}

/** Words are heard as they are said, without what makes calls pleasant. */
const asItIs = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Listens until the signal. */
async function listen(onWord: (word: Blob) => void, signal: AbortSignal): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: asItIs });
  const context = new AudioContext();
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    void context.close();
  };
  signal.addEventListener("abort", close);
  if (signal.aborted) return close();
  await context.audioWorklet.addModule(captureModule);
  const capture = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
  const cutter = new WordCutter(context.sampleRate, (word) => onWord(wavFile(word, context.sampleRate)));
  capture.port.addEventListener("message", ({ data }: MessageEvent<Float32Array>) => cutter.hear(data));
  capture.port.start();
  context.createMediaStreamSource(stream).connect(capture);
}
