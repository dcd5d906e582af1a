import { describe, expect, it } from "vitest";
import { indexCode } from "../src/family/code/code-index.js";
import { placeOfBlock, placeOfClass, placeOfFunction, type Architecture } from "../src/family/code/code-place.js";
import { sourcesOf } from "../src/family/code/sources.js";

const code = `import { Block, Linear, relu } from "@blockzoo/core";

class Tail extends Block {
  readonly fc = new Linear(2, 2);
  forward(x: Tensor) {
    return relu(this.fc.forward(x));
  }
}

export class Net extends Block {
  readonly head;
  readonly tail: Tail;

  constructor(size: number) {
    super();
    const made = new Linear(size, 2);
    this.head = made;
    this.tail = new Tail();
    // this.nothing = "in a comment";
  }

  forward(x: Tensor) {
    const y = relu(this.head.forward(x));
    return this.tail.forward(add(relu(y), y));
  }
}

export class Wider extends Net {}
`;
const file = { name: "net.ts", code };
const lineWith = (text: string) => code.split("\n").findIndex((line) => line.includes(text)) + 1;

function architecture(root: string): Architecture {
  const types = new Map([
    ["", root],
    ["head", "Linear"],
    ["tail", "Tail"],
    ["tail.fc", "Linear"],
  ]);
  return { classes: indexCode([file]), types };
}

describe("the place of a block in the code", () => {
  it("is where the class around it makes its field, in the constructor or where it is declared", () => {
    const net = architecture("Net");
    expect(placeOfBlock(net, "head")).toEqual({ file, lines: [lineWith("this.head = made")] });
    expect(placeOfBlock(net, "tail")).toEqual({ file, lines: [lineWith("this.tail = new")] });
    expect(placeOfBlock(net, "tail.fc")).toEqual({ file, lines: [lineWith("readonly fc = ")] });
  });

  it("is that of the nearest class of the architecture, where the one around it is the library's", () => {
    const types = new Map([...architecture("Net").types, ["head", "Sequential"], ["head.0", "Sequential"]]);
    expect(placeOfBlock({ ...architecture("Net"), types }, "head.0.1")).toEqual({
      file,
      lines: [lineWith("this.head = made")],
    });
  });

  it("is found in the class that its class extends", () => {
    expect(placeOfBlock(architecture("Wider"), "head")).toEqual({ file, lines: [lineWith("this.head = made")] });
  });

  it("is the class itself for the network, and nowhere for a class that is not there", () => {
    expect(placeOfBlock(architecture("Net"), "")).toEqual({ file, lines: [lineWith("export class Net")] });
    expect(placeOfClass(architecture("Net"), "tail")).toEqual({ file, lines: [lineWith("class Tail")] });
    expect(placeOfBlock(architecture("Other"), "head")).toBeUndefined();
  });

  it("of a function is every line of its block that names it, and not the import", () => {
    const calls = [lineWith("const y = relu"), lineWith("add(relu(y)")];
    expect(placeOfFunction(architecture("Net"), "", "relu")).toEqual({ file, lines: calls });
    expect(placeOfFunction(architecture("Net"), "tail", "relu")).toEqual({ file, lines: [lineWith("return relu")] });
    expect(placeOfFunction(architecture("Net"), "tail", "matMul")).toEqual({ file, lines: [lineWith("class Tail")] });
  });
});

describe("the sources of a family", () => {
  it("are its files and those of the families that it builds on", async () => {
    const names = (await sourcesOf("fcn")).map((source) => source.name);
    expect(names).toEqual(expect.arrayContaining(["fcn.ts", "vgg.ts", "resnet.ts"]));
    expect(await sourcesOf("blockzoo-family-of-another")).toEqual([]);
  });

  it("have all classes of ResNet, and say where its stages are made", async () => {
    const classes = indexCode(await sourcesOf("resnet"));
    expect([...classes.keys()]).toEqual(expect.arrayContaining(["ResNet", "BasicBlock", "Bottleneck", "CifarResNet"]));
    const { file: found, lines } = placeOfBlock({ classes, types: new Map([["", "ResNet"]]) }, "layer3.5.conv1")!;
    expect(found.code.split("\n")[lines[0]! - 1]).toContain("this.layer3 = stage(");
  });
});
