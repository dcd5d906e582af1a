import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  evaluate,
  float32,
  Linear,
  ndarray,
  referenceBackend,
  tensor,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { encodeNpy, parseNpy } from "@blockzoo/data";
import { featureNames, prepareRows, tableOfRows, type TablePreprocessing } from "@blockzoo/data/tables";
import { forward, openVariant, type OpenedVariant, type Task, type Variant } from "@blockzoo/family";
import { tableClassification } from "@blockzoo/tasks/table-classification";
import { tableRegression } from "@blockzoo/tasks/table-regression";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const preprocessing: TablePreprocessing = {
  kind: "table",
  columns: [
    { name: "size", kind: "number", mean: 50, deviation: 10 },
    { name: "street", kind: "category", categories: ["a", "b"] },
    { name: "age", kind: "number", mean: 20, deviation: 5, fill: 25 },
  ],
  target: { name: "price", position: 3 },
};
const features = featureNames(preprocessing).length;

/** A dense layer from size, street a, street b, age. */
function variantOf<T extends Task>(task: T, outputs: number) {
  return {
    summary: "",
    create: () => new Linear(features, outputs),
    task,
    graphs: forward({ row: float32("N", features) }, "scores"),
    params: features * outputs + outputs,
  } satisfies Variant;
}

const classes = { preprocessing, labels: ["cheap", "dear"] };
const quantity = { preprocessing, quantity: { mean: 200_000, deviation: 50_000 } };
/** Dear is what is large, in street b, and young. */
const two: StateDict = new Map([
  ["weight", ndarray([0, 0, 0, 0, 1, -2, 2, -1], [2, 4])],
  ["bias", ndarray([0, 0.5])],
]);
const one: StateDict = new Map([
  ["weight", ndarray([[1, -2, 2, -1]])],
  ["bias", ndarray([0.5])],
]);
/** 60 in b, 25 years; 40 in a, of unknown age. By hand: 1 + 2 - 1 + 0.5 and -1 - 2 - 1 + 0.5. */
const rows = [
  { size: 60, street: "b", age: 25 },
  { size: 40, street: "a", age: Number.NaN },
];
const said = [2.5, -3.5];
const prices = said.map((value) => 200_000 + 50_000 * value);

const backend = referenceBackend();
const classifier = () =>
  openVariant({ variant: variantOf(tableClassification(), 2), weights: two, meaning: classes, source: "w", backend });
const regressor = () =>
  openVariant({ variant: variantOf(tableRegression(), 1), weights: one, meaning: quantity, source: "w", backend });

describe("tableClassification", () => {
  it("takes rows as lists and as records", async () => {
    const { use } = await classifier();
    expect(use.columns).toEqual(["size", "street", "age"]);
    expect(await use.logits(rows)).toEqual(ndarray(said.map((value) => [0, value])));
    expect((await use.logits(rows.map(({ size, street, age }) => [size, street, age]))).data).toEqual(
      Float32Array.from(said.flatMap((value) => [0, value])),
    );
    const [best] = await use.classify({ age: 25, street: "b", size: 60 }, { top: 1 });
    expect(best).toEqual({ label: "dear", probability: expect.closeTo(1 / (1 + Math.exp(-2.5)), 6) as number });
    await expect(use.classify({ size: 60, age: 25 })).rejects.toThrow('has no column "street"');
    await expect(use.classify([60, "b"])).rejects.toThrow(
      "has 2 columns, expected those that the network was trained on",
    );
    await expect(use.classify([60, "c", 1])).rejects.toThrow('row 1, "column 2": found "c", expected one of "a", "b"');
  });

  it("says where what weights say is wrong", () => {
    const parse = (value: unknown) => tableClassification().parseMeaning(value, "w");
    expect(parse(JSON.parse(JSON.stringify(classes)))).toEqual(classes);
    expect(() => parse({ preprocessing, labels: "a" })).toThrow("w: labels: expected a list of texts");
    expect(() => parse({ labels: ["a"] })).toThrow("w: preprocessing: expected a record, found nothing");
  });
});

describe("tableRegression", () => {
  it("gives quantities on their own scale", async () => {
    const { use } = await regressor();
    expect(await use.predict(rows[0]!)).toBe(prices[0]);
    expect([...(await use.predictAll(rows))]).toEqual(prices);
  });

  it("says where what weights say is wrong, and that a network must have one output", () => {
    const { parseMeaning, checkMeaning } = tableRegression();
    expect(parseMeaning(JSON.parse(JSON.stringify(quantity)), "w")).toEqual(quantity);
    const flat = { preprocessing, quantity: { mean: 1, deviation: 0 } };
    expect(() => parseMeaning(flat, "w")).toThrow("w: quantity.deviation: expected a number above 0, found 0");
    expect(() => checkMeaning!(quantity, variantOf(tableRegression(), 2), "w")).toThrow(
      "w: is a quantity, but the network gives float32[N,2]: expected one number for each row",
    );
    expect(() => checkMeaning!(quantity, variantOf(tableRegression(), 1), "w")).not.toThrow();
  });
});

describe("what is exported around a network", () => {
  /** The reference computes in float64. */
  const rounded = ({ data, shape }: NDArray) => ndarray(Float32Array.from(data), shape);
  const prepared = async (by: TablePreprocessing, raw: readonly (readonly number[])[]) => {
    const { prepare } = tableRegression().exported!({ ...quantity, preprocessing: by }).forward!;
    expect(prepare!.input).toEqual(float32("N", by.columns.length));
    const type = float32(raw.length, featureNames(by).length);
    return rounded(await evaluate(() => prepare!.apply(tensor(ndarray(raw)), type)));
  };

  it("prepares raw columns as rows are prepared: a category by its place, a missing number as NaN", async () => {
    const raw = [
      [60, 1, 25],
      [40, 0, Number.NaN],
    ];
    expect(await prepared(preprocessing, raw)).toEqual(prepareRows(tableOfRows(rows), preprocessing).x);
  });

  it("prepares numbers alone, and leaves a missing one missing where nothing stands for it", async () => {
    const { columns } = preprocessing;
    const numbers: TablePreprocessing = { kind: "table", columns: [columns[0]!, columns[2]!] };
    expect(await prepared(numbers, [[Number.NaN, Number.NaN]])).toEqual(ndarray([[Number.NaN, 1]]));
    expect(await prepared({ kind: "table", columns: [columns[0]!] }, [[70]])).toEqual(ndarray([[2]]));
  });

  it("scales a quantity back", async () => {
    const { finish } = tableRegression().exported!(quantity).forward!;
    const output = ndarray(said.map((value) => [value]));
    const expected = ndarray(prices.map((value) => [value]));
    expect(rounded(await evaluate(() => finish!(tensor(output))))).toEqual(expected);
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "blockzoo-tables-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function ask(task: Task, opened: OpenedVariant, file: string, content: string | Uint8Array) {
    const input = join(folder, file);
    await writeFile(input, content);
    const notes: string[] = [];
    const note = (text: string) => notes.push(text.replace(input, file));
    const command = await task.command();
    return { answer: await command.answer({ ...opened, input, settings: {}, top: 1, note }), notes };
  }
  const askClasses = async (file: string, content: string | Uint8Array) =>
    ask(tableClassification(), await classifier(), file, content);

  it("answers the file that was learned from, in any order, with what it left out", async () => {
    const csv = "age;price;street;size\r\n25;1;b;60\r\n;2;a;40\r\n";
    const { answer, notes } = await ask(tableRegression(), await regressor(), "houses.csv", csv);
    expect(notes).toEqual([
      "note: houses.csv: columns age, price, street, size from the first row; cells between semicolons; left out price, which is predicted",
    ]);
    expect(answer.text).toBe("325000\n25000");
    expect(answer.json).toMatchObject({ target: "price", predictions: prices });
    expect(parseNpy(await answer.files[".npy"]!(), { name: "" })).toEqual(ndarray(prices.map((value) => [value])));
  });

  it("answers classes, and rows that are prepared", async () => {
    const { answer } = await askClasses("houses.csv", "60,b,25\n40,a,\n");
    expect(answer.json["predictions"]).toMatchObject([[{ label: "dear" }], [{ label: "cheap" }]]);
    const { x } = prepareRows(tableOfRows(rows), preprocessing);
    const { answer: same } = await askClasses("rows.npy", encodeNpy(x));
    expect(same.json).toEqual(answer.json);
  });

  it("says where a file is wrong", async () => {
    await expect(askClasses("latin.csv", new Uint8Array([0x61, 0xe9, 0x0a]))).rejects.toThrow(
      /latin\.csv: is no UTF-8 text at byte 1/,
    );
    await expect(askClasses("cut.csv", "size,age\n1,2\n")).rejects.toThrow('cut.csv: has no column "street"');
  });
});
