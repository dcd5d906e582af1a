import { useEffect, useRef, useState } from "preact/hooks";
import captureModule from "./capture.worklet.js?url&no-inline";
import { wavFile } from "./wav-file.js";
import { WordCutter } from "./word-cutter.js";

/** The microphone, which tells each word that it has heard. */
export interface Microphone {
  readonly isOn: boolean;
  readonly problem: string;
  start(): Promise<void>;
  stop(): void;
}

/** The microphone as long as it is wanted: it is switched off with another page. @param onWord is given each word as a WAV file */
export function useMicrophone(onWord: (word: Blob) => void): Microphone {
  const [isOn, setIsOn] = useState(false);
  const [problem, setProblem] = useState("");
  const close = useRef<(() => void) | undefined>(undefined);
  const hear = useRef(onWord);
  hear.current = onWord;
  const stop = () => {
    close.current?.();
    close.current = undefined;
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
        close.current = await listen((word) => hear.current(word));
        setIsOn(true);
      } catch (error) {
        setProblem(whyNoMicrophone(error as DOMException));
      }
    },
  };
}

/** Words are heard as they are said, without what makes calls pleasant. */
const asItIs = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Listens until what it returns is called. */
async function listen(onWord: (word: Blob) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: asItIs });
  const context = new AudioContext();
  await context.audioWorklet.addModule(captureModule);
  const capture = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
  const cutter = new WordCutter(context.sampleRate, (word) => onWord(wavFile(word, context.sampleRate)));
  capture.port.addEventListener("message", ({ data }: MessageEvent<Float32Array>) => cutter.hear(data));
  capture.port.start();
  context.createMediaStreamSource(stream).connect(capture);
  return () => {
    stream.getTracks().forEach((track) => track.stop());
    void context.close();
  };
}

function whyNoMicrophone({ name, message }: DOMException): string {
  if (name === "NotAllowedError") return "The microphone may not be used: allow it in the browser, beside the address.";
  return name === "NotFoundError"
    ? "There is no microphone: add WAV files."
    : `The microphone does not start: ${message}`;
}
