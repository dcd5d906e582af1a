import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ndarray, type NDArray } from "@blockzoo/core";
import { readWeights, writePyTorch, writeSafetensors } from "@blockzoo/weights";
import { readWeightsFile } from "@blockzoo/weights/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockzoo, blockzooHere, expectRefused, userFolder, type Ended } from "./command.js";

const weights = new Map([
  [
    "weight",
    ndarray(
      [
        [1, 2, 3],
        [4, 5, 6],
      ].map((row) => row.map((value) => value / 8)),
    ),
  ],
  ["bias", ndarray([0.5, -0.5])],
]);
/** As PyTorch's file: remote weights of either format are taken. */
const small = writePyTorch(weights);
const large = new Uint8Array(10_000_001);

let cwd: string;
let cache: string;
const requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(request.url!);
  const content = { "/small.pth": small, "/large.safetensors": large }[request.url!];
  if (content === undefined) response.writeHead(404).end();
  else response.end(content);
});

beforeAll(async () => {
  cwd = await userFolder();
  cache = join(cwd, "cache");
  process.env["BLOCKZOO_CACHE"] = cache;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await installRemoteFamily((server.address() as AddressInfo).port);
  await writeFile(join(cwd, "net.safetensors"), writeSafetensors(weights, { metadata: { blockzoo: "{}" } }));
});
afterAll(() => {
  delete process.env["BLOCKZOO_CACHE"];
  server.close();
});

const call = (...args: string[]): Promise<Ended> => blockzoo(["weights", ...args], { cwd });

/** In this process, which is faster; names of files are in the user's folder. */
const here = (...args: string[]): Promise<Ended> =>
  blockzooHere(["weights", ...args.map((arg) => (/\.\w+$/.test(arg) ? resolve(cwd, arg) : arg))]);

const linearSource = `import { float32, Linear as Dense } from "@blockzoo/core";
export const Linear = () => new Dense(3, 2);
export const input = { x: float32("N", 3) };
`;

const oneSource = `import { Block, float32, mul, Parameter, type Tensor } from "@blockzoo/core";
export class One extends Block {
  static readonly input = { x: float32("N", 1) };
  readonly w = new Parameter([1]);
  forward(x: Tensor): Tensor { return mul(x, this.w); }
}
`;

const bytesOf = ({ data }: NDArray): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe("blockzoo weights", { timeout: 60_000 }, () => {
  it("lists packaged, remote and cached ones", async () => {
    const { code, stdout } = await call("list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^lenet5\.mnist +124,236 +packaged +MIT; trained on MNIST/m);
    expect(stdout).toMatch(/^remote\.small +[\d,]+ +remote +CC0$/m);
    const { stdout: json } = await call("list", "--json");
    const rows = JSON.parse(json) as Record<string, unknown>[];
    expect(rows.find(({ tag }) => tag === "remote.large")).toMatchObject({
      package: "blockzoo-family-remote",
      state: "remote",
      size: 10_000_001,
      licence: "CC0",
    });
  });

  it("downloads, and uses what it downloaded without a network", async () => {
    const { code, stdout } = await call("download", "remote.small");
    expect(code).toBe(0);
    expect(new Uint8Array(await readFile(stdout.trim()))).toEqual(new Uint8Array(small));
    expect((await call("list")).stdout).toMatch(/^remote\.small .* cached /m);
    const before = requests.length;
    const args = ["export", "remote.small", "--out", "remote.onnx"];
    expect(await blockzoo(args, { cwd })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("weights remote.small"),
    });
    expect(requests).toHaveLength(before);
    expect(await call("verify", "remote.small")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok {3}remote\.small/),
    });

    const path = stdout.trim();
    await writeFile(
      path,
      Uint8Array.from(small, (byte, index) => (index === 100 ? byte ^ 1 : byte)),
    );
    const damaged = await call("verify");
    expect(damaged.code).toBe(1);
    expect(damaged.stdout).toMatch(/^ok {3}lenet5\.mnist /m);
    expect(damaged.stdout).toMatch(/^BAD {2}remote\.small: has the sha256 .* the file was changed or damaged$/m);
  });

  it("wants consent for a large download where nobody can be asked", async () => {
    const refused = await call("download", "remote.large");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(
      /^large\.safetensors: 10\.0 MB from 127\.0\.0\.1:\d+, licence: CC0\nerror: .*weights download remote\.large --yes\n$/,
    );
    expect(requests).not.toContain("/large.safetensors");
    expect((await call("download", "remote.large", "--yes")).code).toBe(0);
    expect(requests).toContain("/large.safetensors");
    const listed = await call("cache");
    expect(listed.stdout.startsWith(`${join(cache, "weights")}\n`)).toBe(true);
    expect(listed.stdout).toMatch(/^10,000,001 +remote\.large +[0-9a-f]{64}\.safetensors$/m);
    const cleared = await call("cache", "--clear");
    expect(cleared.stderr).toMatch(/^removed [12] files?, 10,0\d\d,\d{3} bytes\n$/);
    expect((await call("cache")).stderr).toBe("holds 0 files, 0 bytes\n");
  });

  it("ends with 1 where a download fails, and with 2 where it may not begin", async () => {
    const failed = await call("download", "remote.gone");
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toMatch(
      /^error: gone\.pth cannot be downloaded:\n {2}http:\S+\/gone\.pth: the server answers 404/,
    );
    process.env["BLOCKZOO_OFFLINE"] = "1";
    try {
      expectRefused(
        await call("download", "remote.gone"),
        /gone\.pth is not in the cache.*\(offline\): get http.* put it at /,
      );
    } finally {
      delete process.env["BLOCKZOO_OFFLINE"];
    }
  });

  it("converts between the formats, and back to the same tensors", async () => {
    const there = await here("convert", "net.safetensors", "net.pth");
    expect(there).toMatchObject({ code: 0, stdout: "" });
    expect(there.stderr).toMatch(
      /^note: blockzoo of its metadata have no place in .*net\.pth\nwrote .*net\.pth: 2 tensors/,
    );
    expect((await here("convert", "net.pth", "back.safetensors", "--dtype", "float16")).code).toBe(0);
    const { tensors, metadata } = await readWeightsFile(join(cwd, "back.safetensors"));
    // Eighths are exact in float16.
    expect(new Map(tensors)).toEqual(weights);
    expect(metadata.get("format")).toBe("pt");
    expect((await here("verify", "net.pth")).stdout).toBe(`ok   ${join(cwd, "net.pth")}\n`);
  });

  it("takes the state dict of a checkpoint that is asked for", async () => {
    const name = "two.zip.pth";
    await copyFile(fileURLToPath(new URL(`../../weights/test/fixtures/${name}`, import.meta.url)), join(cwd, name));
    expectRefused(
      await here("convert", name, "ema.safetensors"),
      "has several state dicts: model (1 tensor), net (1 tensor), ema (1 tensor). Choose one by its entry: --entry model",
    );
    expect((await here("convert", name, "ema.safetensors", "--entry", "ema")).code).toBe(0);
    const bytes = await readFile(join(cwd, "ema.safetensors"));
    expect((await readWeights(bytes, { name })).tensors.get("w")).toEqual(ndarray([0.5]));
    expect(await here("verify", name)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^BAD .* has several state dicts/),
    });
    expect((await here("verify", name, "--entry", "ema")).code).toBe(0);
    expectRefused(await here("verify", "--entry", "ema"), "--entry ema: chooses a state dict of a file: name one");
  });

  it("takes what training put around a network, and says so", async () => {
    await writeFile(join(cwd, "linear.ts"), linearSource);
    const wrapped = new Map([...weights].map(([name, tensor]) => [`_orig_mod.module.${name}`, tensor]));
    await writeFile(join(cwd, "wrapped.pth"), writePyTorch(wrapped));
    const id = `${join(cwd, "linear.ts")}#Linear`;
    const args = ["export", id, "--out", join(cwd, "linear.onnx"), "--weights", join(cwd, "wrapped.pth")];
    const exported = await blockzooHere(args);
    expect(exported).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('wrapped.pth: left out of the names: "_orig_mod." and "module."\n'),
    });
    expect((await readFile(join(cwd, "linear.onnx"))).includes(bytesOf(weights.get("weight")!))).toBe(true);
  });

  it("takes an entry wherever --weights takes a file", async () => {
    await writeFile(join(cwd, "one.ts"), oneSource);
    const name = "two.zip.pth";
    await copyFile(fileURLToPath(new URL(`../../weights/test/fixtures/${name}`, import.meta.url)), join(cwd, name));
    const id = `${join(cwd, "one.ts")}#One`;
    const call = (entry: string) =>
      blockzooHere(["export", id, "--out", join(cwd, "one.onnx"), "--weights", join(cwd, name), "--entry", entry]);
    for (const [entry, value] of Object.entries({ model: 1, net: 0, ema: 0.5 })) {
      expect((await call(entry)).code).toBe(0);
      expect((await readFile(join(cwd, "one.onnx"))).includes(Buffer.from(Float32Array.of(value).buffer))).toBe(true);
    }
    expectRefused(await call("mean"), 'has no state dict, a dict of names to tensors, under "mean"');
    for (const command of [
      ["export", "lenet5", "--out", "x.onnx"],
      ["predict", "lenet5", "--input", "x.npy"],
      ["compare", "lenet5"],
      ["fine-tune", "lenet5", "--data", cwd],
    ]) {
      expectRefused(
        await blockzooHere([...command, "--entry", "ema"]),
        "--entry ema: chooses a state dict of a file, but the weights are lenet5.mnist: name one with --weights",
      );
    }
  });

  it("loads PyTorch files wherever --weights takes a file", async () => {
    const args = ["export", "lenet5", "--weights", "lenet5.pt", "--out", "lenet5.onnx"];
    const mnist = fileURLToPath(new URL("../../models/lenet/weights/lenet5.mnist.safetensors", import.meta.url));
    expect((await here("convert", mnist, "lenet5.pt")).code).toBe(0);
    expect(await blockzoo(args, { cwd })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("weights lenet5.pt"),
    });
    const { tensors } = await readWeightsFile(mnist);
    const model = await readFile(join(cwd, "lenet5.onnx"));
    const missing = [...tensors].filter(([, { data }]) => !model.includes(Buffer.from(data.buffer)));
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  it("finds what is wrong with a file", async () => {
    await writeFile(join(cwd, "cut.pth"), small.subarray(0, 300));
    expect(await here("verify", "cut.pth")).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^BAD {2}.*cut\.pth: the archive has no directory at its end/),
    });
  });

  it("refuses to verify what is not here", async () => {
    const result = await call("verify", "remote.gone");
    expectRefused(result, "remote.gone is not in the cache: blockzoo weights download remote.gone");
  });
});

/** A third party's family whose weights lie on the server. */
async function installRemoteFamily(port: number): Promise<void> {
  const folder = join(cwd, "node_modules", "blockzoo-family-remote");
  await mkdir(join(cwd, "node_modules", "@blockzoo"), { recursive: true });
  await mkdir(folder, { recursive: true });
  for (const name of ["core", "family", "tasks"]) {
    const target = fileURLToPath(new URL(`../../${name}`, import.meta.url));
    await symlink(target, join(cwd, "node_modules", "@blockzoo", name), "junction");
  }
  const manifest = { name: "blockzoo-family-remote", version: "1.0.0", type: "module", exports: "./index.js" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const entry = (name: string, bytes: Uint8Array): string => `{
    url: new URL("http://127.0.0.1:${port}/${name}"), size: ${bytes.length}, licence: "CC0",
    sha256: "${createHash("sha256").update(bytes).digest("hex")}", variant: "remote",
    meaning: {
      labels: ["a", "b"],
      preprocessing: { kind: "table", columns: ["x", "y", "z"], mean: [0, 0, 0], deviation: [1, 1, 1] },
    },
    metrics: { accuracy: 1 }, gate: { metric: "accuracy", atLeast: 0.5 }, recipe: { id: "remote.none", hash: "" },
  }`;
  await writeFile(
    join(folder, "index.js"),
    `import { float32, Linear } from "@blockzoo/core";
    import { defineFamily, forward } from "@blockzoo/family";
    import { tableClassification } from "@blockzoo/tasks/table-classification";
    const create = () => new Linear(3, 2);
    export const remote = defineFamily({
      name: "remote", title: "Remote", papers: [],
      variants: {
        remote: { summary: "3-2", create, task: tableClassification(), graphs: forward({ input: float32("N", 3) }, "logits"), params: 8 },
      },
      weights: { "remote.small": ${entry("small.pth", small)}, "remote.large": ${entry("large.safetensors", large)},
        "remote.gone": ${entry(
          "gone.pth",
          small.map((byte) => byte ^ 1),
        )} },
      recipes: async () => ({ recipes: [] }),
    });`,
  );
}
