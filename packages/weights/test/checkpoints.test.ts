import { readFileSync } from "node:fs";
import { ndarray } from "@blockzoo/core";
import { readPyTorch, type StateDict } from "@blockzoo/weights";
import { describe, expect, it } from "vitest";
import { dict, file, int, ordered, storage, tensor, text, tuple } from "./pickle-program.js";

/** Files of `torch.save`, made by tooling/golden/pytorch-files.py. */
const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}.pth`, import.meta.url));

const read = (program: string, entry?: string): StateDict =>
  readPyTorch(file(program), { name: "net.pth", ...(entry !== undefined && { entry }) });

/** A tensor of so many floats. */
const floats = (count: number): string => tensor({ sizes: tuple(int(count)), strides: tuple("K\x01") });
const scalar = tensor({ sizes: ")", strides: ")" });
/** Two 64-bit integers in a storage of their own. */
const integers = (key: string): string =>
  tensor({
    from: storage("K\x02", { type: "LongStorage", key }),
    sizes: tuple("K\x02"),
    strides: tuple("K\x01"),
  });
/** A state dict of a network with a weight of so many floats. */
const net = (count = 2): string => dict(text("fc.weight"), floats(count));
const sizeOfWeight = (tensors: StateDict): number => tensors.get("fc.weight")!.data.length;

describe("the state dict of a checkpoint", () => {
  it.each([
    ["itself", net()],
    ["under any key", dict(text("weights of the network"), net(), text("epoch"), "K\x03")],
    ["deep in dicts", dict(text("a"), dict(text("b"), dict(text("c"), net())))],
    ["in lists and tuples", tuple("N", `](${dict(text("g"), net())}e`)],
    ["under a number", dict("K\x07", net())],
    ["in a subclass of dict", `cbox\nBox\n)\x81(${text("model")}${net()}u`],
    ["in a default dict", `ccollections\ndefaultdict\nc__builtin__\nlist\n\x85R(${text("model")}${net()}u`],
    ["twice the same", dict(text("model"), `${net()}q\x01`, text("state_dict"), "h\x01")],
    ["beside scalars", dict(text("fc.weight"), floats(2), text("epoch"), "K\x03", text("best"), "N")],
    [
      "beside its metadata",
      dict(text("fc.weight"), floats(2), text("_metadata"), dict(text("fc"), dict(text("version"), "K\x01"))),
    ],
    [
      "beside an optimizer",
      dict(
        text("model"),
        net(),
        text("optimizer"),
        dict(text("state"), dict("K\x00", dict(text("exp.avg"), floats(4))), text("param_groups"), "]"),
      ),
    ],
    ["beside metrics", dict(text("model"), net(), text("best"), dict(text("/runs/1.ckpt"), scalar))],
    ["beside random states", dict(text("model"), net(), text("rng"), integers("1"))],
    ["beside weights of a loss", dict(text("model"), net(), text("loss"), dict(text("weight"), floats(4)))],
    ["beside a tensor of the checkpoint", dict(text("model"), net(), text("mean"), floats(4))],
  ])("is found %s", (_, program) => {
    const tensors = read(program);
    expect([...tensors.keys()]).toEqual(["fc.weight"]);
    expect(sizeOfWeight(tensors)).toBe(2);
  });

  it("is found where its names have no dots, and where it has integers only", () => {
    expect([...read(dict(text("model"), dict(text("weight"), floats(2), text("bias"), floats(1)))).keys()]).toEqual([
      "weight",
      "bias",
    ]);
    expect([...read(dict(text("table"), integers("0"))).keys()]).toEqual(["table"]);
  });

  it.each([
    ["params", "params_ema"],
    ["model", "ema"],
    ["netG", "netD"],
  ])("is chosen by its entry where there are two, %s and %s", (first, second) => {
    const program = dict(text(first), net(2), text(second), net(3));
    expect(() => read(program)).toThrow(
      `net.pth: has several state dicts: ${first} (1 tensor), ${second} (1 tensor). ` +
        `Choose one by its entry: --entry ${first}, or { entry: "${first}" }`,
    );
    expect(sizeOfWeight(read(program, first))).toBe(2);
    expect(sizeOfWeight(read(program, second))).toBe(3);
  });

  it("is chosen by a path, or by the beginning of one", () => {
    const program = dict(
      text("model"),
      dict(text("state_dict"), net(2)),
      text("v1.5"),
      `](N${dict(text("state_dict"), net(3))}e`,
    );
    expect(() => read(program)).toThrow("state dicts: model.state_dict (1 tensor), v1.5.1.state_dict (1 tensor)");
    expect(sizeOfWeight(read(program, "model.state_dict"))).toBe(2);
    expect(sizeOfWeight(read(program, "model"))).toBe(2);
    expect(sizeOfWeight(read(program, "v1.5.1.state_dict"))).toBe(3);
    expect(sizeOfWeight(read(program, "v1.5"))).toBe(3);
    expect(() => read(program, "ema")).toThrow(
      'net.pth: has no state dict, a dict of names to tensors, under "ema". ' +
        "It has model.state_dict (1 tensor), v1.5.1.state_dict (1 tensor). Choose one by its entry: --entry model.state_dict, or",
    );
    expect(() => read(net(2), "model")).toThrow(
      'under "model". It has the file\'s own value (1 tensor). Leave the entry out',
    );
    expect(() => read(dict(text("model"), "N"), "ema")).toThrow('under "ema". Found a dict with model (');
  });

  it("is told apart from a network that was saved as a whole", () => {
    const whole = "cnets\nNet\n)\x81";
    expect(sizeOfWeight(read(dict(text("model"), whole, text("state_dict"), net())))).toBe(2);
    expect(() => read(dict(text("model"), whole))).toThrow(
      "Found a dict with model (a value of nets.Net); save torch.save(model.state_dict(), path)",
    );
  });
});

describe("what training scripts keep beside the weights", () => {
  it.each(["training.zip", "training.stream", "training.protocol4"])("is passed over in %s", (name) => {
    const expected = readPyTorch(fixture("module.zip"), { name: "module.pth" });
    expect(readPyTorch(fixture(name), { name })).toEqual(expected);
  });

  it("is refused where a tensor needs it, and only there", () => {
    const sparse = `ctorch._utils\n_rebuild_sparse_tensor\n${tuple("N", "N")}R`;
    expect(() => read(dict(text("a.w"), floats(2), text("b.w"), sparse))).toThrow(
      'net.pth: tensor "b.w": is a tensor of torch._utils._rebuild_sparse_tensor, which is not read',
    );
    const unknown = tensor({
      from: storage("K\x02", { type: "BitsStorage", key: "0" }),
      sizes: tuple("K\x02"),
      strides: tuple("K\x01"),
    });
    expect(() => read(dict(text("a.w"), unknown))).toThrow('tensor "a.w": is a tensor of torch.BitsStorage');
    expect(sizeOfWeight(read(dict(text("model"), net(), text("mask"), unknown, text("s"), sparse)))).toBe(2);
  });
});

describe("tensors of other forms", () => {
  it("may be of a subclass, or have attributes", () => {
    const tensors = readPyTorch(fixture("subclasses"), { name: "subclasses.pth" });
    expect(tensors).toEqual(
      new Map([
        ["a.subclass", ndarray([1])],
        ["a.attribute", ndarray([1, 1])],
      ]),
    );
  });

  /** PyTorch 2, by the order of the arguments in torch/_utils.py: the storage counts bytes, the rest elements. */
  const typed = (dtype: string, parts: { offset: string; size: string; stride: string }): string => {
    const bytes = `${tuple(text("storage"), "ctorch.storage\nUntypedStorage\n", text("0"), text("cpu"), "K\x10")}Q`;
    const args = tuple(
      bytes,
      parts.offset,
      tuple(parts.size),
      tuple(parts.stride),
      "\x89",
      ordered,
      `ctorch\n${dtype}\n`,
    );
    return `ctorch._utils\n_rebuild_tensor_v3\n${args}R`;
  };
  const odd = { offset: "K\x01", size: "K\x03", stride: "K\x02" };

  it("may say their type themselves, as PyTorch 2 writes unsigned integers", () => {
    const bytes = file(dict(text("a.u16"), typed("uint16", odd)), {
      stored: Uint16Array.of(0, 1, 2, 3, 4, 65535, 6, 7),
    });
    expect(readPyTorch(bytes, { name: "net.pth" }).get("a.u16")).toEqual(ndarray(Int32Array.of(1, 3, 65535)));
    const wide = file(dict(text("a.u32"), typed("uint32", { offset: "K\x02", size: "K\x02", stride: "K\x01" })), {
      stored: Uint32Array.of(0, 0, 7, 2 ** 31 - 1),
    });
    expect(readPyTorch(wide, { name: "net.pth" }).get("a.u32")).toEqual(ndarray(Int32Array.of(7, 2 ** 31 - 1)));
    expect(() => read(dict(text("a.u32"), typed("uint32", odd)))).toThrow(
      'tensor "a.u32": [3] with strides [2] from element 1 goes beyond its storage, which has 4',
    );
    expect(() => read(dict(text("a.f8"), typed("float8_e4m3fn", odd)))).toThrow(
      'tensor "a.f8": dtype "F8_e4m3fn" is not read: convert the tensor to float16, bfloat16 or float32',
    );
    expect(() => read(dict(text("a.b"), typed("bits8", odd)))).toThrow(
      'tensor "a.b": dtype "torch.bits8" is not known',
    );
  });

  it.each([
    ["_rebuild_parameter", [floats(3), "\x88", ordered]],
    ["_rebuild_parameter_with_state", [floats(3), "\x88", ordered, dict(text("tag"), "K\x01")]],
  ])("may be parameters, %s", (name, args) => {
    const parameter = `ctorch._utils\n${name}\n${tuple(...args)}R`;
    expect(sizeOfWeight(read(dict(text("fc.weight"), parameter)))).toBe(3);
    expect(() => read(`ctorch._utils\n${name}\n${tuple("N")}R`)).toThrow("makes a parameter of something that is no");
  });
});
