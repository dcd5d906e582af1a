import { float32, inTurn, trace, type Interruption } from "@blockzoo/core";
import { buildModel, encodeModel } from "@blockzoo/onnx";
import { deviceLoss, explained, wrongFiles } from "./failures.js";

import type { Ort, OrtSession, OrtTensor } from "./ort.js";
import { providers, type Provider, type ProviderRow } from "./providers.js";
import { isNode, type RuntimeName } from "./runtime.js";
import { spinningSettings, type Spinning } from "./spinning.js";

/**
 * Why no memory pattern is kept: it is one block for all values of a run, allocated beside what the first run has left behind,
 * and takes no time off a step (ResNet-50, batch 8: a peak of 2.50 against 1.63 GB, a second step of 3.0 against 1.2 s).
 */
const withoutPattern = { enableMemPattern: false };

/**
 * A session of each device that stays open: with its last session onnxruntime-web destroys the device of the page, and
 * sessions opened after that write beyond their memory.
 */
const anchors = new Map<Provider, Promise<OrtSession>>();

export interface SessionOptions {
  /** Outputs that stay in the device's memory. */
  readonly kept?: readonly string[];
  /** Let nodes without a kernel run on the host; default: not on a device. */
  readonly hostNodes?: boolean;
  /** Let the runtime rewrite the graph; default true. */
  readonly optimized?: boolean;
}

interface DeviceSettings {
  readonly provider: Provider;
  readonly runtime: RuntimeName;
  readonly ort: Ort;
  readonly threads: number;
  readonly spinning: Spinning;
}

/** One provider of one runtime: opens sessions and runs them, one at a time, and says in plain words what went wrong. */
export class OrtDevice {
  readonly name: string;
  readonly provider: Provider;
  readonly runtime: RuntimeName;
  readonly ort: Ort;
  readonly threads: number;
  readonly row: ProviderRow;
  readonly #spinning: Spinning;
  #loss: Interruption | undefined;

  constructor({ provider, runtime, ort, threads, spinning }: DeviceSettings) {
    this.provider = provider;
    this.runtime = runtime;
    this.ort = ort;
    this.threads = threads;
    this.name = `onnxruntime-${provider}`;
    this.row = providers[provider];
    this.#spinning = spinning;
  }

  /** Opens a session of next to nothing, which shows whether the provider works here. */
  async start(): Promise<void> {
    if (!this.row.isDevice) return (await this.#openAnchor()).release();
    const anchor = anchors.get(this.provider) ?? this.#openAnchor();
    anchors.set(this.provider, anchor);
    await anchor.catch((error: unknown) => {
      anchors.delete(this.provider);
      throw error;
    });
    if (this.provider === "webgpu") this.#loss = deviceLoss(this.ort);
  }

  #openAnchor(): Promise<OrtSession> {
    const { proto } = buildModel(trace(({ x }) => x, { x: float32(1) }));
    return this.inTurn(() => this.openSession(encodeModel(proto), `${this.name} does not start`));
  }

  /** Tasks that use the runtime go one after the other: two runs would start from one state, and WebGPU's are interleaved. */
  inTurn<T>(task: () => Promise<T>): Promise<T> {
    return inTurn(this.ort, task);
  }

  /** @param failure what is said before the runtime's reason */
  async openSession(model: Uint8Array, failure: string, options: SessionOptions = {}): Promise<OrtSession> {
    const { kept = [], hostNodes = false, optimized = true } = options;
    const isStrict = this.row.isDevice && !hostNodes;
    const onNode = this.runtime === "node";
    const session = {
      ...(onNode && spinningSettings(this.#spinning, this.ort)),
      ...(isStrict && { disable_cpu_ep_fallback: "1" }),
    };
    try {
      return await this.ort.InferenceSession.create(model, {
        executionProviders: [this.provider],
        graphOptimizationLevel: optimized ? "all" : "disabled",
        executionMode: "sequential",
        ...withoutPattern,
        logSeverityLevel: this.row.isDevice ? 4 : 3,
        extra: { session },
        ...(onNode && { intraOpNumThreads: this.threads, interOpNumThreads: 1 }),
        ...(kept.length > 0 && {
          preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, "gpu-buffer"])),
        }),
      });
    } catch (error) {
      const build = this.provider === "webgpu" ? "webgpu" : "wasm";
      const files = isNode ? undefined : await wrongFiles(this.ort.env.wasm.wasmPaths, build);
      throw explained(failure, files === undefined ? error : new Error(files));
    }
  }

  async run(
    session: OrtSession,
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>> {
    try {
      const results = session.run(feeds, fetches);
      return await (this.#loss?.during(results) ?? results);
    } catch (error) {
      throw explained(`${this.name} failed`, error);
    }
  }
}
