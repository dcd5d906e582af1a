import { readFileSync } from "node:fs";
import { BlockzooError, ndarray, sizeOf } from "@blockzoo/core";
import { readPyTorch, readWeights, writePyTorch, writeSafetensors, type StateDict } from "@blockzoo/weights";
import { describe, expect, it } from "vitest";

/** Files of `torch.save`, made by tooling/golden/pytorch-files.py. */
const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}.pth`, import.meta.url));
const read = (name: string, entry?: string): StateDict =>
  readPyTorch(fixture(name), { name: `${name}.pth`, ...(entry !== undefined && { entry }) });

/** What PyTorch finds in them, as Python prints doubles. */
const golden = JSON.parse(readFileSync(new URL("fixtures/values.json", import.meta.url), "utf8")) as Record<
  string,
  Record<string, { shape: number[]; values: string[] }>
>;
const parsePython = (text: string): number => Number(text.replace("inf", "Infinity"));

function expectGolden(found: StateDict, name: string): void {
  const expected = golden[name]!;
  expect([...found.keys()]).toEqual(Object.keys(expected));
  for (const [key, { shape, values }] of Object.entries(expected)) {
    const { data, shape: foundShape } = found.get(key)!;
    const expectedData = values.map((text) => Math.fround(parsePython(text)));
    expect({ key, shape: foundShape, data: Array.from(data) }).toEqual({ key, shape, data: expectedData });
  }
}

describe("readPyTorch", () => {
  describe.each(["zip", "stream"])("in the %s format", (format) => {
    it.each(["module", "float16", "dtypes", "views", "tied", "checkpoint", "parameters"])("reads %s", (name) => {
      expectGolden(read(`${name}.${format}`), name);
    });

    it("takes the state dict that is asked for, and refuses to choose between two", () => {
      expect(() => read(`two.${format}`)).toThrow(
        /has several state dicts: model \(1 tensor\), net \(1 tensor\), ema \(1 tensor\)/,
      );
      expect(read(`two.${format}`, "ema").get("w")).toEqual(ndarray([0.5]));
      expect(() => read(`two.${format}`, "none")).toThrow(
        /no state dict, .* under "none"\. It has model \(1 tensor\), net \(1 tensor\)/,
      );
    });
  });

  it("gives the dtypes of the graph", () => {
    const dtypes = [...read("dtypes.zip")].map(([name, { dtype, data }]) => [name, dtype, data.constructor.name]);
    expect(Object.fromEntries(dtypes.map(([name, ...rest]) => [name, rest]))).toMatchObject({
      f64: ["float32", "Float32Array"],
      bf16: ["float32", "Float32Array"],
      i64: ["int32", "Int32Array"],
      u8: ["int32", "Int32Array"],
      bool: ["bool", "Uint8Array"],
    });
  });

  it.each(["module.protocol4", "module.zip64"])("reads %s, another form of the same", (name) => {
    expectGolden(read(name), "module");
  });

  it.each([
    ["whole-module", /has no state dict.*Found a value of torch\.nn\.modules\.container\.Sequential; .*state_dict/],
    ["complex", /tensor "z": dtype "C64" is not read: convert the tensor to .* float32/],
    ["quantized", /tensor "q": is a tensor of torch\._utils\._rebuild_qtensor, which is not read: convert it/],
    ["sparse", /tensor "s": is a tensor of torch\._utils\._rebuild_sparse_tensor, which is not read: convert it/],
    ["int64", /tensor "n": element 1 is beyond int32/],
    ["script", /script\.pth: is a TorchScript program, expected tensors/],
  ])("refuses %s by name", (name, message) => {
    expect(() => read(name)).toThrow(BlockzooError);
    expect(() => read(name)).toThrow(message);
  });

  it("does not share memory with the bytes read", () => {
    const bytes = fixture("module.zip");
    const tensors = readPyTorch(bytes, { name: "x" });
    const before = tensors.get("fc.bias")!.data.slice();
    bytes.fill(0);
    expect(tensors.get("fc.bias")!.data).toEqual(before);
  });
});

describe("writePyTorch", () => {
  const tensors: StateDict = new Map([
    [
      "layer1.0.weight",
      ndarray(
        Float32Array.from({ length: 24 }, (_, index) => index / 3),
        [2, 3, 4],
      ),
    ],
    ["scalar", ndarray(3)],
    ["empty", ndarray(new Float32Array(0), [0, 4])],
    ["wörter", ndarray([-7, 2 ** 31 - 1], [2], "int32")],
    ["mask", ndarray([1, 0], [2], "bool")],
  ]);

  it("comes back the same, in order, and gives the same bytes again", () => {
    const written = writePyTorch(tensors);
    expect([...readPyTorch(written, { name: "x" })]).toEqual([...tensors]);
    expect(writePyTorch(Object.fromEntries(tensors))).toEqual(written);
  });

  it("stores floats in half precision when asked", () => {
    const written = writePyTorch({ a: ndarray([0.1]) }, { dtype: "float16" });
    expect(readPyTorch(written, { name: "x" }).get("a")!.data).toEqual(Float32Array.of(0.0999755859375));
    expect(() => writePyTorch({ a: ndarray([7e4]) }, { dtype: "float16" })).toThrow('tensor "a": 70000 does not fit');
  });

  it("refuses what no state dict can hold", () => {
    const one = ndarray([1]);
    expect(() => writePyTorch([1, 2].map(() => ["a", one] as const))).toThrow('tensor "a" is there twice');
    expect(() => writePyTorch({ a: { ...one, shape: [2] } })).toThrow("1 values do not fill the shape [2]");
  });

  it("puts the data of each tensor at a multiple of 64 bytes", () => {
    const bytes = Buffer.from(writePyTorch({ a: ndarray([1.5, 2.5, 3.5]), b: ndarray([4.5]) }));
    for (const values of [[1.5, 2.5, 3.5], [4.5]]) {
      expect(bytes.indexOf(Buffer.from(Float32Array.from(values).buffer)) % 64).toBe(0);
    }
  });
});

describe("readWeights", () => {
  const name = "some file";
  it("knows the format by the content", async () => {
    const expected = ndarray([1, 2]);
    const read = async (...given: Parameters<typeof readWeights>) => (await readWeights(...given)).tensors;
    expect((await read(writeSafetensors({ a: expected }), { name })).get("a")).toEqual(expected);
    expect((await read(writePyTorch({ a: expected }), { name })).get("a")).toEqual(expected);
    expect((await read(fixture("two.stream"), { name, entry: "net" })).get("w")).toEqual(ndarray([0]));
  });

  it.each([0x0280, 0x8b1f])(
    "knows safetensors whose header of %i bytes makes them begin like another format",
    async (length) => {
      const header = JSON.stringify({ a: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }).padEnd(length);
      const bytes = Buffer.concat([
        new Uint8Array(BigUint64Array.of(BigInt(length)).buffer),
        Buffer.from(header),
        Buffer.alloc(4),
      ]);
      expect((await readWeights(bytes, { name })).tensors.get("a")).toEqual(ndarray([0]));
    },
  );

  it.each([
    ["<!DOCTYPE html><title>404</title>", "is a web page"],
    ["version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS"],
    ["\x80\x04K\x01.", "is a pickle, but not one of torch.save"],
    ["\x1f\x8b\x08", "is compressed with gzip"],
    ["\x93NUMPY", "is an array of NumPy"],
    ["\x89HDF\r\n", "is an HDF5 file"],
    [`${"\0".repeat(257)}ustar`, "is a tar archive"],
    ["PK\x05\x06", "the archive has no directory at its end"],
    ["", "has 0 bytes"],
  ])("says what %j is", async (text, message) => {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    await expect(readWeights(bytes, { name })).rejects.toThrow(`some file: ${message}`);
  });
});

// Nothing but the fixtures' sizes: a file that shrinks to nothing would make the tests above pass on nothing.
it("has golden values for every kind of file", () => {
  const counts = Object.values(golden).map((tensors) =>
    Object.values(tensors).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  );
  expect(Object.keys(golden)).toHaveLength(7);
  expect(Math.min(...counts)).toBeGreaterThan(4);
});
