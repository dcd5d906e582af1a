// Runs where sound is computed: hands on what the microphone hears.
class Capture extends AudioWorkletProcessor {
  process([input]) {
    const samples = input?.[0];
    if (samples !== undefined) this.port.postMessage(samples.slice());
    return true;
  }
}

registerProcessor("capture", Capture);
