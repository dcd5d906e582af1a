import type { Sound } from "@blockzoo/data/audio";

/** A recording that goes on until it is ended. */
export interface RunningRecording {
  /** Ends it, and gives what was recorded. */
  end(): Promise<Sound>;
}

/**
 * Records what the microphone hears; the browser asks its user before.
 *
 * @throws Error where there is no microphone, or its user does not want it
 */
export async function record(): Promise<RunningRecording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start();
  return {
    async end() {
      recorder.stop();
      await ended;
      stream.getTracks().forEach((track) => track.stop());
      return decoded(new Blob(pieces));
    },
  };
}

async function decoded(recording: Blob): Promise<Sound> {
  const context = new AudioContext();
  try {
    const buffer = await context.decodeAudioData(await recording.arrayBuffer());
    return { samples: buffer.getChannelData(0), sampleRate: buffer.sampleRate };
  } finally {
    await context.close();
  }
}
