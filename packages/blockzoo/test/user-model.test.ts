import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Block, float32, Linear, type InputTypes } from "@blockzoo/core";
import { tensors } from "@blockzoo/tasks/tensors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseGraphs } from "../src/models/input-types.js";
import type { ResolvedModel } from "../src/models/resolved-model.js";
import { isFileId, userModel } from "../src/models/user-model.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "blockzoo-user-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a file of the user's and returns its path. */
async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const linear = 'import { Block, float32, Linear, type Tensor } from "@blockzoo/core";\n';
const net = `${linear}export class Net extends Block {
  static input = { x: float32("N", 3) };
  readonly fc = new Linear(3, 2);
  forward(x: Tensor): Tensor { return this.fc.forward(x); }
}
`;

describe("isFileId", () => {
  it.each(["./my-net.ts#MyNet", "../a.js", "/home/me/net.ts", "my-net.ts", "nets/a.mts#b", "C:\\nets\\a.ts"])(
    "%s is a file",
    (id) => {
      expect(isFileId(id)).toBe(true);
    },
  );
  it.each(["lenet5", "lenet5.mnist", "mlp", "blockzoo-family-x", "blockzoo-family-x#y", "@me/blockzoo-family-x"])(
    "%s is a name",
    (id) => {
      expect(isFileId(id)).toBe(false);
    },
  );
});

describe("userModel", () => {
  it("takes a class, with the input that it declares", async () => {
    const model = await userModel(`${await write("class.ts", net)}#Net`);
    expect(model.name).toBe("Net");
    expect(model.variant.create()).toBeInstanceOf(Block);
    expect(model.variant.create()).not.toBe(model.variant.create());
    expect(model.variant.graphs["forward"]!.input).toEqual({ x: { dtype: "float32", shape: ["N", 3] } });
  });

  it("takes the only export where none is named, and prefers the default one", async () => {
    expect((await userModel(await write("only.ts", net))).name).toBe("Net");
    const both = `${net}export default () => new Linear(4, 1);\nexport const input = { row: float32("N", 4) };\n`;
    const model = await userModel(await write("both.ts", both));
    expect(model.name).toBe("both");
    expect(model.variant.create()).toBeInstanceOf(Linear);
    expect(model.variant.graphs["forward"]!.input).toEqual({ row: { dtype: "float32", shape: ["N", 4] } });
  });

  it("takes a function, a block and a variant", async () => {
    const path = await write(
      "others.ts",
      `${linear}import { forward } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
export const make = () => new Linear(3, 2);
export const block = new Linear(3, 2);
export const variant = { create: make, task: tensors(), graphs: forward({ x: float32("N", 3) }, "logits"), summary: "", params: 8 };
`,
    );
    for (const name of ["make", "block", "variant"]) {
      expect((await userModel(`${path}#${name}`)).variant.create()).toBeInstanceOf(Linear);
    }
    expect((await userModel(`${path}#variant`)).variant.graphs["forward"]!.output).toBe("logits");
  });

  it("reads TypeScript that only a compiler can remove, and files that import each other", async () => {
    await write(
      "parts/sizes.ts",
      'import type { Block } from "@blockzoo/core";\nexport enum Size { In = 3, Out = 2 }\nexport type Any = Block;\n',
    );
    const path = await write(
      "parts.ts",
      `import { Block, Linear, InputTypes } from "@blockzoo/core";
import { Size, Any } from "./parts/sizes.js";
class Wide extends Block {
  readonly fc: Linear;
  constructor(private readonly size: number = Size.In) { super(); this.fc = new Linear(this.size, Size.Out); }
  forward(...inputs: never[]) { return this.fc.forward(...inputs); }
}
export const net = (): Any => new Wide();
export const input = { x: { dtype: "float32", shape: ["N", 3] } } satisfies InputTypes;
`,
    );
    expect((await userModel(`${path}#net`)).variant.create()).toBeInstanceOf(Block);
  });

  it("separates file and export at the last #, unless the whole names a file", async () => {
    const path = await write("c# (1) äö/my #1 net.ts", net);
    for (const id of [`${path}#Net`, path]) expect((await userModel(id)).variant.create()).toBeInstanceOf(Block);
    await expect(userModel(`${path}#Nett`)).rejects.toThrow(`${path}: exports no "Nett"`);
    await expect(userModel(join(folder, "c# (1) äö/none.ts"))).rejects.toThrow("none.ts: there is no such file");
  });

  it("reads JavaScript, CommonJS too", async () => {
    const path = await write(
      "net.cjs",
      'const { Linear } = require("@blockzoo/core");\nexports.net = () => new Linear(3, 2);\n',
    );
    expect((await userModel(`${path}#net`)).variant.create()).toBeInstanceOf(Linear);
  });

  it.each([
    ["no such export", net, "#Nett", 'exports no "Nett", it exports Net'],
    ["several networks", `${net}export const other = () => new Net();`, "", "name one of its exports"],
    ["no network", "export const x = 1;", "", "exports no network"],
    ["a number", "export const x = 1;", "#x", "is number, expected a class that extends Block"],
    ["another class", "export class Other {}", "#Other", "a class that does not extend Block"],
    ["a function of something else", "export const f = () => 3;", "#f", "returns number, expected a block"],
    [
      "a class with arguments",
      `${linear}export class Sized extends Block { constructor(n: number) { super(); } forward() {} }`,
      "#Sized",
      "export const net = () => new Sized(...)",
    ],
    ["a syntax error", "export const a = 1;\nexport const b = ;\n", "", /:2:18: Unexpected token/],
    [
      "a package that is missing",
      'import { x } from "@blockzoo/none"; export const y = x;',
      "",
      "npm i @blockzoo/none",
    ],
  ])("refuses %s", async (name, text, selector, message) => {
    const id = (await write(`${name.replaceAll(" ", "-")}.ts`, text)) + selector;
    const made = userModel(id).then((model) => model.variant.create());
    await expect(made).rejects.toThrow(message);
    await expect(made).rejects.toHaveProperty("name", "BlockzooError");
  });
});

describe("chooseGraphs", () => {
  const image = float32("N", 1, "H", "W");
  const modelOf = (input: InputTypes, others: Readonly<Record<string, InputTypes>> = {}): ResolvedModel => {
    const all = Object.entries({ forward: input, ...others });
    const graphs = Object.fromEntries(all.map(([name, types]) => [name, { input: types, output: "y" }]));
    const create = () => new Linear(1, 1);
    return { id: "./a.ts", name: "A", variant: { summary: "", create, task: tensors(), graphs, params: 2 } };
  };
  const declared = modelOf({ image });
  const inputsOf = (model: ResolvedModel, sizes?: string) => chooseGraphs(model, sizes).map(({ input }) => input);

  it("takes what is declared, for all graphs", () => {
    expect(chooseGraphs(declared)).toEqual([{ name: "forward", input: { image }, output: "y", batch: undefined }]);
    expect(inputsOf(modelOf({ image }, { step: { x: image } }))).toEqual([{ image }, { x: image }]);
  });

  it("takes sizes under the declared name, the first one as the batch", () => {
    const types = { image: { dtype: "float32", shape: ["N", 1, 8, 9] } };
    expect(chooseGraphs(declared, "5x1x8x9")).toMatchObject([{ input: types, batch: 5 }]);
    expect(chooseGraphs(declared, "Nx1x8x9")).toMatchObject([{ input: types, batch: undefined }]);
    expect(inputsOf(modelOf({}), "2x3")[0]).toHaveProperty("input");
  });

  it.each([
    [modelOf({}), undefined, "what A takes is not known"],
    [declared, "1xx2", "--input 1xx2: expected sizes"],
    [declared, "1x-2", "--input 1x-2: expected sizes"],
    [modelOf({ a: image, b: image }), "1x2", "A takes a, b"],
    [modelOf({ image }, { step: { image } }), "1x2", "A has the graphs forward, step"],
    [modelOf(3 as never), undefined, "its `input` is 3"],
    [modelOf(image as never), undefined, "its `input` is float32[N,1,H,W]"],
  ])("refuses what cannot be an input (%#)", (model, sizes, message) => {
    expect(() => chooseGraphs(model, sizes)).toThrow(message);
  });
});
