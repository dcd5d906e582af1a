import { describe, expect, it } from "vitest";
import {
  BlockzooError,
  MissingPackageError,
  probeBackend,
  referenceBackend,
  selectBackend,
  type Backend,
  type BackendCandidate,
} from "../src/index.js";

const works: BackendCandidate = { name: "works", open: async () => referenceBackend() };

const missing: BackendCandidate = {
  name: "missing",
  open: () => Promise.reject(new MissingPackageError("some-runtime")),
};

const throws: BackendCandidate = {
  name: "throws",
  open: () => {
    throw new BlockzooError("there is no WebGPU adapter");
  },
};

const hangs: BackendCandidate = { name: "hangs", open: () => new Promise(() => {}) };

/** A backend whose results are all off by one. */
function wrong(dispose: () => void): BackendCandidate {
  const reference = referenceBackend();
  const backend: Backend = {
    ...reference,
    async compile(graph, options) {
      const executable = await reference.compile(graph, options);
      return {
        state: executable.state,
        report: () => executable.report(),
        dispose: () => executable.dispose(),
        async run(feeds) {
          const results = await executable.run(feeds);
          for (const { data } of Object.values(results.outputs)) data[0]! += 1;
          return results;
        },
      };
    },
    dispose: async () => dispose(),
  };
  return { name: "wrong", open: async () => backend };
}

describe("selectBackend", () => {
  it("takes the first that works, and says why those before it do not", async () => {
    let disposed = 0;
    const candidates = [missing, throws, hangs, wrong(() => disposed++), works, missing];
    const { backend, report } = await selectBackend(candidates, { timeoutMilliseconds: 50 });
    expect(backend.name).toBe("reference");
    expect(report).toMatchObject([
      {
        name: "missing",
        runs: false,
        reason: "some-runtime is not installed. Install it with: npm i some-runtime",
        install: "npm i some-runtime",
      },
      { name: "throws", runs: false, reason: "there is no WebGPU adapter" },
      { name: "hangs", runs: false, reason: "no answer within 0.05 s" },
      {
        name: "wrong",
        runs: false,
        reason: "it computes wrongly: a product gave [1,0,15,10] in the place of [0,0,15,10]",
      },
      { name: "works", runs: true, capabilities: { device: "cpu" } },
    ]);
    expect(disposed).toBe(1);
  });

  it("lists all reasons where none works", async () => {
    await expect(selectBackend([throws, missing])).rejects.toThrow(
      "no backend works here:\n  throws: there is no WebGPU adapter\n  missing: some-runtime is not installed",
    );
    await expect(selectBackend([])).rejects.toThrow("none was named");
  });

  it("closes what opens too late", async () => {
    let closed: () => void;
    const whenClosed = new Promise<void>((resolve) => (closed = resolve));
    const late: BackendCandidate = {
      name: "late",
      open: () =>
        new Promise((resolve) => {
          setTimeout(() => resolve({ ...referenceBackend(), dispose: async () => closed() }), 30);
        }),
    };
    const probe = await probeBackend(late, { timeoutMilliseconds: 5 });
    expect(probe).toMatchObject({ runs: false, reason: "no answer within 0.005 s" });
    await whenClosed;
  });
});
