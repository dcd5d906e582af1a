import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RandomStream } from "@blockzoo/core";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, expectRefused, userFolder, type Ended } from "./command.js";

let cwd: string;
const call = (...args: string[]): Promise<Ended> => blockzoo(args, { cwd });
const write = (name: string, content: string) => writeFile(join(cwd, name), content);

/** Houses at 3,000 for each size from 150,000 on, in the street b 40,000 more; every tenth has no size, and costs as one of 50. */
function houses(): readonly { size: number | ""; street: string; price: number }[] {
  const stream = new RandomStream(0, "houses");
  return Array.from({ length: 300 }, (_, index) => {
    const size = Math.round(stream.uniform(20, 80));
    const street = stream.uniform(0, 1) < 0.5 ? "a" : "b";
    const isKnown = index % 10 > 0;
    const price = 150_000 + 3000 * (isKnown ? size : 50) + (street === "b" ? 40_000 : 0);
    return { size: isKnown ? size : "", street, price };
  });
}

beforeAll(async () => {
  cwd = await userFolder();
  await write(
    "nets.ts",
    `import { Block, float32, Linear, tanh, type Tensor } from "@blockzoo/core";
const net = (inputs: number, outputs: number) =>
  class extends Block {
    static readonly input = { row: float32("N", inputs) };
    readonly hidden = new Linear(inputs, 8);
    readonly out = new Linear(8, outputs);
    forward(row: Tensor): Tensor { return row.pipe(this.hidden, tanh, this.out); }
  };
export class Price extends net(3, 1) {}
export class Place extends net(2, 2) {}
export class One extends net(2, 1) {}
`,
  );
  const rows = houses().map(({ size, street, price }) => `${size};${street};${price}`);
  await write("houses.csv", `\uFEFFsize;street;price;\r\n${rows.join(";\r\n")};\r\n`);
});

interface Trained {
  readonly metrics: Readonly<Record<string, number>>;
}

describe("a quantity, categories and missing numbers", () => {
  const weights = ["--weights", "runs/Price/weights.safetensors"];

  it("are learned, on the scale of the table", async () => {
    const choices = ["--categorical", "auto", "--missing", "50", "--epochs", "150", "--learning-rate", "0.02"];
    const { code, stdout, stderr } = await call(
      "train",
      "./nets.ts#Price",
      "--data",
      "houses.csv",
      ...choices,
      "--json",
    );
    expect(stderr).toContain(
      "note: houses.csv: columns size, street, price from the first row; cells between semicolons; without the empty last column\n" +
        "note: learning price, a quantity (--task classification: classes)\n",
    );
    expect(code).toBe(0);
    const { metrics } = JSON.parse(stdout) as Trained;
    expect(metrics["R2"]).toBeGreaterThan(0.99);
    expect(metrics["mean squared error"]).toBeLessThan(0.01 * 50_000 ** 2);
    expect(metrics["mean squared error"]).toBeGreaterThan(1);
  });

  it("are predicted, whatever the order of the columns", async () => {
    await write("new.csv", "street,note,size\nb,x,40\na,y,\n");
    const { stdout, stderr } = await call("predict", "./nets.ts#Price", ...weights, "--input", "new.csv");
    expect(stderr).toBe("note: new.csv: columns street, note, size from the first row; left out note\n");
    const found = stdout.trim().split("\n").map(Number);
    [310_000, 300_000].forEach((price, row) => expect(Math.abs(found[row]! - price)).toBeLessThan(8000));

    const learned = await call("predict", "./nets.ts#Price", ...weights, "--input", "houses.csv", "--json");
    expect(learned.stderr).toContain("left out price, which is predicted");
    const { predictions } = JSON.parse(learned.stdout) as { predictions: number[] };
    expect(predictions).toHaveLength(300);
    await write("green.csv", "size,street\n1,green\n");
    const green = await call("predict", "./nets.ts#Price", ...weights, "--input", "green.csv");
    expectRefused(green, 'green.csv: row 2, "street": found "green", expected one of "a", "b"');
  });

  it("are exported: raw columns in, prices out", async () => {
    const exported = await call("export", "./nets.ts#Price", ...weights, "--out", "price.onnx", "--with-preprocessing");
    expect(exported.code).toBe(0);
    const session = await InferenceSession.create(join(cwd, "price.onnx"));
    const row = new Tensor("float32", Float32Array.of(40, 1, Number.NaN, 0), [2, 2]);
    const [found] = Object.values(await session.run({ row }));
    await session.release();
    const { stdout } = await call("predict", "./nets.ts#Price", ...weights, "--input", "new.csv", "--json");
    const { predictions } = JSON.parse(stdout) as { predictions: number[] };
    predictions.forEach((price, index) => expect((found!.data as Float32Array)[index]! / price).toBeCloseTo(1, 5));
  });
});

describe("a class", () => {
  it("is learned under a header of numbers, and chosen by a name that is also a position", async () => {
    const stream = new RandomStream(0, "circle");
    const rows = Array.from({ length: 300 }, () => {
      const [x, y] = [stream.uniform(-1.5, 1.5), stream.uniform(-1.5, 1.5)];
      return `${x * x + y * y < 1 ? 1 : 0},${x.toFixed(3)},${y.toFixed(3)}`;
    });
    await write("circle.csv", `2,0,1\n${rows.join("\n")}\n`);
    const choices = ["--target", "2", "--epochs", "60", "--learning-rate", "0.05"];
    const { stdout, stderr } = await call("train", "./nets.ts#Place", "--data", "circle.csv", ...choices, "--json");
    expect(stderr).toContain("note: circle.csv: columns 2, 0, 1 from the first row\n");
    expect(stderr).toContain("note: --target 2 is the column of that name, which is number 1\n");
    expect(stderr).toContain("note: learning 2, the classes 0, 1 (--task regression: a quantity, for a network");
    expect((JSON.parse(stdout) as Trained).metrics["accuracy"]).toBeGreaterThan(0.9);

    await write("points.csv", "1,0\n0.1,0.2\n1.4,-1.3\n");
    const weights = ["--weights", "runs/Place/weights.safetensors"];
    const seen = await call("predict", "./nets.ts#Place", ...weights, "--input", "points.csv", "--json", "--top", "1");
    const { predictions } = JSON.parse(seen.stdout) as { predictions: { label: string }[][] };
    expect(predictions.map(([best]) => best!.label)).toEqual(["1", "0"]);
  });

  it("is a quantity for a network with one output, unless it is said to be a class", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `${index},${index % 7},${20 + (index % 7)}`);
    await write("ages.tsv", `x\ty\tage\n${rows.join("\n").replaceAll(",", "\t")}\n`);
    const train = ["train", "./nets.ts#One", "--data", "ages.tsv", "--epochs", "1"];
    const { code, stdout } = await call(...train);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^held-out R2 -?[\d.]+$/m);
    expectRefused(await call(...train, "--task", "classification"), "ages.tsv has 7 classes, but One returns");
    expectRefused(await call(...train, "--header", "no"), 'row 1, "column 1": found "x", expected a number');
    expectRefused(
      await call(...train, "--delimiter", "comma"),
      "ages.tsv: has one column, expected features and a target",
    );
  });
});

it("the report's command line repeats the choices", async () => {
  const report = await readFile(join(cwd, "runs/Price/report.html"), "utf8");
  expect(report).toContain("--categorical auto --missing 50");
});
