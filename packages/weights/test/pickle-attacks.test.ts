import { BlockzooError, ndarray } from "@blockzoo/core";
import { readPyTorch, writePyTorch } from "@blockzoo/weights";
import { describe, expect, it } from "vitest";
import { readZip } from "../src/zip/read-zip.js";
import { writeZip } from "../src/zip/write-zip.js";
import { dict, file, int, long, storage, tensor, text, tuple, uint32, type TensorParts } from "./pickle-program.js";

const refusal = (bytes: Uint8Array): string => {
  try {
    readPyTorch(bytes, { name: "net.pth" });
  } catch (error) {
    if (error instanceof BlockzooError) return error.message;
    throw error;
  }
  return "nothing was refused";
};

const two = tuple("K\x02");
const one = tuple("K\x01");

describe("a pickle of a weights file", () => {
  it("is read where it is as it should be", () => {
    const bytes = file(dict(text("w"), tensor({ sizes: two, strides: one })));
    expect([...readPyTorch(bytes, { name: "net.pth" })]).toEqual([["w", ndarray([0, 0])]]);
  });

  it("may make a dict of a list of pairs, as Python 2 does", () => {
    const pair = `](${text("w")}${tensor({ sizes: two, strides: one })}e`;
    const bytes = file(`ccollections\nOrderedDict\n](${pair}e\x85R`);
    expect([...readPyTorch(bytes, { name: "net.pth" }).keys()]).toEqual(["w"]);
    expect(refusal(file("ccollections\nOrderedDict\n](Ne\x85R"))).toMatch(/of something that is no pair/);
  });

  it("may contain itself, where no tensor is", () => {
    const weights = dict(text("w"), tensor({ sizes: two, strides: one }));
    const bytes = file(`}q\x07(${text("state_dict")}${weights}${text("self")}h\x07u`);
    expect(readPyTorch(bytes, { name: "net.pth" }).size).toBe(1);
    expect(refusal(file("]q\x01h\x01a"))).toMatch(/has no state dict.*Found a list of 1;/);
    expect(refusal(file(`}q\x01(${text("state_dict")}h\x01u`))).toMatch(/Found a dict with state_dict \(a dict of 1\)/);
  });

  // Each calls a name that could do harm: it becomes a value that stands for nothing.
  const calls: readonly [string, string, string][] = [
    ["os.system", `cos\nsystem\n${tuple(text("touch /tmp/pwned"))}R`, "os.system"],
    ["posix.system", `cposix\nsystem\n${tuple(text("id"))}R`, "posix.system"],
    ["eval", `c__builtin__\neval\n${tuple(text("1"))}R`, "__builtin__.eval"],
    ["a global from the stack", `${text("os")}${text("system")}\x93${tuple(text("id"))}R`, "os.system"],
    ["torch.load inside", `ctorch.storage\n_load_from_bytes\n${tuple("C\x01x")}R`, "torch.storage._load_from_bytes"],
    ["a function of JavaScript", `cconstructor\nconstructor\n${tuple(text("pwned = 1"))}R`, "constructor.constructor"],
    ["a method of objects", `c__proto__\nhasOwnProperty\n${tuple(text("a"))}R`, "__proto__.hasOwnProperty"],
    ["a name with line feeds and quotes", `${text('o"s')}${text("a\nb")}\x93)R`, '"o\\"s.a\\nb"'],
    ["the result of a call", `c__builtin__\ngetattr\n${tuple("cos\nsystem\n", text("x"))}R)R`, "__builtin__.getattr"],
    ["a class, OBJ", `(cos\nsystem\n${text("id")}o`, "os.system"],
    ["a class, NEWOBJ", `cos\nsystem\n${tuple(text("id"))}\x81`, "os.system"],
    ["a class, NEWOBJ_EX", `cos\nsystem\n${tuple(text("id"))}}\x92`, "os.system"],
    ["a class with a state", `cos\nsystem\n)\x81}(${text("x")}K\x01ub`, "os.system"],
    ["a storage class", "ctorch\nFloatStorage\n)R", "torch.FloatStorage"],
    ["a device", `ctorch\ndevice\n${tuple(text("cuda:0"))}R`, "torch.device"],
  ];

  it.each(calls)("never calls %s, beside the weights, as a tensor and as the whole", (_, program, name) => {
    const weights = dict(text("a.w"), tensor({ sizes: two, strides: one }));
    const beside = file(dict(text("other"), program, text("state"), weights));
    expect([...readPyTorch(beside, { name: "net.pth" })]).toEqual([["a.w", ndarray([0, 0])]]);
    expect(Object.hasOwn(globalThis, "pwned")).toBe(false);
    expect(refusal(file(program))).toContain(
      `has no state dict, a dict of names to tensors. Found a value of ${name};`,
    );
    const among = file(dict(text("a.w"), tensor({ sizes: two, strides: one, from: program })));
    expect(refusal(among)).toContain(`tensor "a.w": is a tensor of ${name}, which is not read`);
  });

  it("does not take a name for what it names", () => {
    expect(refusal(file("cos\nsystem\n"))).toContain("Found os.system;");
    const tuples = tuple(text("module"), "cos\nsystem\n", text("net.py"), text("import os"));
    expect(refusal(file(`${tuples}Q`))).toContain("Found os.system;");
  });

  it.each<[string, string, RegExp]>([
    ["a class, INST", "(ios\nsystem\n", /byte 3: the pickle has the opcode 0x69, which no weights file needs/],
    ["an object without a class", "(o", /makes an object without a class/],
    ["an extension", "\x82\x01", /opcode 0x82/],
    ["protocol 0", "I1\n", /opcode 0x49/],
    ["a persistent id in text", "P0\n", /opcode 0x50/],
    ["a call of a number", "K\x01)R", /calls the number 1, which is no function/],
    ["a call without a tuple", "ccollections\nOrderedDict\nK\x01R", /with the number 1 instead of a tuple/],
    ["the state of a global", "ctorch\nFloatStorage\n}b", /sets the state of torch\.FloatStorage/],
    ["a persistent id that is no tuple", `${text("storage")}Q`, /has a persistent id that is not/],
    ["a persistent id of something else", `${tuple(text("file"), text("os"))}Q`, /has a persistent id that is not/],
    [
      "a storage of a type that is none",
      `${tuple(text("storage"), "ctorch\nSize\n", text("0"), text("cpu"), "K\x01")}Q`,
      /storage of type torch\.Size, which is no storage/,
    ],
    [
      "one storage of two types",
      `${storage("K\x04")}${storage("K\x02", { type: "DoubleStorage" })}`,
      /has storage "0" as 2 F64 and as 4 F32/,
    ],
    ["a mark that is not there", "t", /looks for a mark that is not there/],
    ["an empty stack", "0".replace("0", "\x85"), /takes more from its stack than there is/],
    ["nothing to end with", "", /takes from an empty stack/],
    ["two values to end with", "NN", /ends with more than one value/],
    ["a memo that is not there", "h\x05", /recalls value 5, which it never kept/],
    ["an append to a number", "K\x01K\x02a", /appends to the number 1/],
    ["an item of a list", "]K\x01K\x02s", /sets items of a list of 0/],
    ["a key without a value", "}(K\x01u", /sets a key without a value/],
    ["a text beyond the end", `X${uint32(0xfffffff0)}abc`, /the pickle goes on after byte \d+/],
    ["a name that is not UTF-8", "c\xff\nx\n", /a name that is not UTF-8/],
    ["a name that is no text", "K\x01K\x02\x93", /asks for a name that is no text/],
    ["a name without end", `${text("x".repeat(2000))}${text("y")}\x93`, /asks for a name of 2001 characters/],
    ["bytes beyond the end", `B${uint32(0xfffffff0)}abc`, /the pickle goes on after byte \d+/],
    ["an integer of a negative length", `\x8b${uint32(0xffffffff)}`, /has an integer of a negative length/],
    ["a name without its end", "cos", /the pickle goes on after byte/],
    ["a protocol to come", "\x80\x09", /is of protocol 9, expected 2 to 5/],
    ["bytes after its end", "N.N", /goes on after the end of the pickle/],
  ])("cannot have %s", (_, program, message) => {
    expect(refusal(file(program))).toMatch(message);
  });

  it.each<[string, TensorParts, RegExp]>([
    [
      "terabytes by stride 0",
      { sizes: tuple(int(2 ** 20), int(2 ** 20)), strides: tuple("K\x00", "K\x00") },
      /its tensors claim 4398046511104 bytes, more than the \d+ that a file of \d+ may unfold to/,
    ],
    [
      "sizes beyond all numbers",
      {
        sizes: tuple(...Array.from({ length: 60 }, () => long(2n ** 53n - 1n))),
        strides: tuple(
          ..."0"
            .repeat(60)
            .split("")
            .map(() => "K\x00"),
        ),
      },
      /its tensors claim Infinity bytes/,
    ],
    [
      "an offset beyond its storage",
      { offset: "K\x03", sizes: two, strides: one },
      /tensor "w": \[2\] with strides \[1\] from element 3 goes beyond its storage, which has 4/,
    ],
    ["an offset of 2^62", { offset: long(2n ** 62n), sizes: two, strides: one }, /offset is no size/],
    ["a negative offset", { offset: int(-1), sizes: two, strides: one }, /offset is no size/],
    ["a negative stride", { sizes: two, strides: tuple(int(-1)) }, /sizes and strides are not two tuples/],
    ["a stride beyond its storage", { sizes: two, strides: tuple(long(2n ** 52n)) }, /goes beyond its storage/],
    ["a size that is a fraction", { sizes: tuple("G?\xe0\0\0\0\0\0\0"), strides: one }, /are not two tuples/],
    ["sizes without strides", { sizes: two, strides: ")" }, /are not two tuples/],
    [
      "70 axes",
      {
        sizes: tuple(..."K\x01 ".repeat(70).trim().split(" ")),
        strides: tuple(..."K\x01 ".repeat(70).trim().split(" ")),
      },
      /up to 64 sizes/,
    ],
    ["no storage", { from: "N", sizes: two, strides: one }, /makes a tensor of something that is no storage/],
    [
      "a storage of terabytes",
      { from: storage(long(2n ** 42n)), sizes: tuple(long(2n ** 42n)), strides: one },
      /its tensors claim 17592186044416 bytes/,
    ],
    [
      "a storage larger than its file",
      { from: storage("K\x05"), sizes: two, strides: one },
      /tensor "w": its storage of 5 F32 takes 20 bytes, the file has 16/,
    ],
    [
      "a storage that is not in the file",
      { from: storage("K\x04", { key: "../../etc/passwd" }), sizes: two, strides: one },
      /its storage "\.\.\/\.\.\/etc\/passwd" is not in the file/,
    ],
  ])("cannot have a tensor with %s", (_, parts, message) => {
    expect(refusal(file(dict(text("w"), tensor(parts))))).toMatch(message);
  });

  it("cannot nest, repeat or recall without bounds", { timeout: 60_000 }, () => {
    const laughs = `]q\x00${Array.from({ length: 200 }, () => "]q\x01h\x00h\x00\x86ah\x01q\x00").join("")}`;
    expect(refusal(file(`(${laughs}t`))).toMatch(/has no state dict.*Found a tuple of/);
    expect(refusal(file("(".repeat(1_000_001)))).toMatch(/makes more than 1000000 lists, dicts and tensors/);
    expect(refusal(file("]".repeat(1_000_001)))).toMatch(/makes more than 1000000 lists, dicts and tensors/);
    // A list of a thousand different pairs, made a dict two thousand times.
    const pairs = Array.from({ length: 1000 }, (_, index) => `${int(index)}N\x86`).join("");
    expect(refusal(file("\x8f".repeat(1_000_001)))).toMatch(/makes more than 1000000 lists, dicts and tensors/);
    expect(refusal(file("C\x00".repeat(1_000_001)))).toMatch(/makes more than 1000000 lists, dicts and tensors/);
    const dicts = `](${pairs}e\x85q\x01${"ccollections\nOrderedDict\nh\x01R".repeat(2000)}`;
    expect(refusal(file(dicts))).toMatch(/makes more than 1000000 lists, dicts and tensors/);
    // One long text as a name, or as the key of many tensors, in dicts that are nested without end.
    const key = `${text("x".repeat(2 ** 20))}q\x01`;
    expect(refusal(file(`${key}0${"h\x01h\x01\x93".repeat(1000)}`))).toMatch(/asks for a name of 2097152 characters/);
    const weight = `${tensor({ sizes: two, strides: one })}q\x02`;
    const keyed = `}h\x01h\x02s`;
    expect(refusal(file(`${key}0${weight}0](${keyed.repeat(100_000)}e`))).toMatch(
      /no state dict.*Found a list of 100000/,
    );
    expect(refusal(file(`${`](}${text("a")}`.repeat(50_000)}N${"se".repeat(50_000)}`))).toMatch(/no state dict/);
    const dictOfOne = `}${text("w")}h\x02s`;
    expect(refusal(file(`${weight}0](](${dictOfOne.repeat(150_000)}ee`))).toMatch(
      /has several state dicts: 0\.0 .* more/,
    );
    // Sizes without end, recalled for every tensor.
    const long = `(${"K\x01".repeat(100_000)}tq\x01`;
    expect(refusal(file(`${long}${tensor({ sizes: "h\x01", strides: "h\x01" }).repeat(10_000)}`))).toMatch(
      /up to 64 sizes/,
    );
    expect(refusal(file(`K\x01${"\x94".repeat(2 ** 22)}`))).toMatch(/has more than 4194304 opcodes/);
    expect(refusal(file(`${"(".repeat(500_000)}${"t".repeat(499_999)}`))).toMatch(/Found|ends with/);
  });
});

describe("the archive of a weights file", () => {
  const good = writePyTorch({ w: ndarray([1, 2, 3]) });
  const end = good.length - 22;
  const directory = new DataView(good.buffer).getUint32(end + 16, true);
  /** The archive with numbers of 16 or 32 bits replaced. */
  const changed = (...changes: [place: number, bits: 16 | 32, value: number][]): Uint8Array => {
    const bytes = good.slice();
    const view = new DataView(bytes.buffer);
    for (const [place, bits, value] of changes) {
      if (bits === 16) view.setUint16(place, value, true);
      else view.setUint32(place, value, true);
    }
    return bytes;
  };

  it.each<[string, Uint8Array, RegExp]>([
    ["cut", good.subarray(0, -1), /no directory at its end: it is truncated/],
    ["cut to nothing", good.subarray(0, 10), /no directory at its end/],
    ["compressed", changed([directory + 10, 16, 8]), /"archive\/data\.pkl": is compressed \(method 8\)/],
    ["encrypted", changed([directory + 8, 16, 1]), /is encrypted/],
    ["of two sizes", changed([directory + 24, 32, 5]), /its two sizes are/],
    [
      "larger than itself",
      changed([directory + 20, 32, 9e8], [directory + 24, 32, 9e8]),
      /has 900000000 bytes from byte/,
    ],
    ["without its header", changed([directory + 42, 32, 1]), /has no header at byte 1/],
    ["with a header beyond it", changed([directory + 42, 32, 2 ** 31]), /has no header at byte 2147483648/],
    ["with a missing 64-bit number", changed([directory + 24, 32, 0xffffffff]), /lacks the zip64 number/],
    ["with more files than it can hold", changed([end + 10, 16, 60000]), /cannot hold 60000 files/],
    ["with fewer files in the directory", changed([end + 10, 16, 5]), /ends after 4 of 5 files/],
    ["with a directory beyond its end", changed([end + 16, 32, 2 ** 31]), /overlaps its end/],
    ["in parts", changed([end + 4, 16, 1]), /one part of an archive in several files/],
    ["damaged", changed([64, 32, 0x41414141]), /"archive\/data\.pkl": is damaged, its CRC-32/],
    [
      "of another kind",
      writeZip([{ name: "word/document.xml", bytes: new Uint8Array(3) }]),
      /has 0 files \*\/data\.pkl/,
    ],
    [
      "of two files",
      writeZip(["a", "b"].map((name) => ({ name: `${name}/data.pkl`, bytes: new Uint8Array(3) }))),
      /has 2 files/,
    ],
    [
      "with a file twice",
      writeZip(["a", "a"].map((name) => ({ name, bytes: new Uint8Array(3) }))),
      /"a": is in the archive twice/,
    ],
  ])("cannot be %s", (_, bytes, message) => {
    expect(refusal(bytes)).toMatch(message);
    expect(refusal(bytes)).toMatch(/^net\.pth: /);
  });

  it("cannot have files that overlap, the zip bomb of many names for the same bytes", () => {
    const bytes = writeZip(["a", "b"].map((name) => ({ name, bytes: new Uint8Array(100) })));
    const view = new DataView(bytes.buffer);
    const start = view.getUint32(bytes.length - 22 + 16, true);
    view.setUint32(start + 47 + 42, view.getUint32(start + 42, true), true);
    expect(() => readZip(bytes, { name: "bomb" })).toThrow(/"b": begins at byte 0, inside the file before it/);
  });
});
