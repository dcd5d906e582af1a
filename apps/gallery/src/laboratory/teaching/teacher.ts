import { proxyMarker } from "comlink";
import type { SampleKind, TaughtClass } from "../../teach/sample.js";
import type { Runtime } from "../runtime.js";
import { Pupil, type Lesson } from "./pupil.js";
import { archiveOf } from "./archive.js";
import { trunks } from "./trunks.js";

/** Teaches networks the user's own classes: what one sees or hears in samples stays, the layer behind it learns. */
export class Teacher {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #pupils: Readonly<Record<SampleKind, Pupil>>;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#pupils = { pictures: new Pupil(runtime, trunks.pictures), sounds: new Pupil(runtime, trunks.sounds) };
  }

  /** Looks at a sample, or hears it, once. */
  take(kind: SampleKind, id: number, file: Blob): Promise<void> {
    return this.#pupils[kind].take(id, file);
  }

  /** Trains on the first four fifths of the samples of each class, and asks what it learned of the others. */
  teach(kind: SampleKind, classes: readonly TaughtClass[]): Promise<Lesson> {
    return this.#runtime.use((backend) => this.#pupils[kind].teach(classes, backend));
  }

  /** How probable each class is. */
  predict(kind: SampleKind, file: Blob): Promise<readonly number[]> {
    return this.#pupils[kind].predict(file);
  }

  /** An archive with the network, the samples, and the programs that use it and teach it again. */
  async takeAway(kind: SampleKind, classes: readonly TaughtClass[]): Promise<Blob> {
    return archiveOf({ kind, classes, ...(await this.#pupils[kind].graduate()) });
  }
}
