import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Block,
  evaluate,
  float32,
  Linear,
  ndarray,
  referenceBackend,
  reshape,
  tensor,
  type Tensor,
} from "@blockzoo/core";
import { everything } from "@blockzoo/data";
import { forward, openVariant, type Variant } from "@blockzoo/family";
import { forecasting } from "@blockzoo/tasks/forecasting";
import { forecastObjective, lastAgain, rootMeanSquare, seriesParts } from "@blockzoo/tasks/forecasting/learning";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Two series, three steps of which are read and two said. */
const meaning = {
  series: [
    { name: "height", mean: 10, deviation: 2 },
    { name: "depth", mean: -5, deviation: 10 },
  ],
  length: 3,
  horizon: 2,
};

/** Says of each step ahead the difference of the last two steps added so often to the last one: a straight line. */
class StraightOn extends Block {
  readonly line = new Linear(6, 4, { bias: false });

  forward(input: Tensor): Tensor {
    return reshape(this.line.forward(reshape(input, [input.shape[0]!, 6])), [input.shape[0]!, 2, 2]);
  }
}

const weights = new Map([
  [
    "line.weight",
    ndarray([
      [0, 0, -1, 0, 2, 0],
      [0, 0, 0, -1, 0, 2],
      [0, 0, -2, 0, 3, 0],
      [0, 0, 0, -2, 0, 3],
    ]),
  ],
]);

const variant = {
  summary: "",
  create: () => new StraightOn(),
  task: forecasting(),
  graphs: forward({ input: float32("N", 3, 2) }, "forecast"),
  params: 24,
} satisfies Variant;
const open = () => openVariant({ variant, weights, meaning, source: "w", backend: referenceBackend() });
/** Both rise by as much from step to step. */
const line = [0, 1, 2, 3, 4].map((step) => [7 + step, 100 - 10 * step]);

describe("forecasting", () => {
  it("goes on from the last steps, on the scale of the data, by its own forecast where that is asked for", async () => {
    const { use } = await open();
    expect(use.names).toEqual(["height", "depth"]);
    expect(use.length).toBe(3);
    const { shape, data } = await use.forecast(line);
    expect(shape).toEqual([2, 2]);
    [12, 50, 13, 40].forEach((value, index) => expect(data[index]).toBeCloseTo(value, 3));
    const further = await use.forecast(line, { horizon: 5 });
    expect(further.shape).toEqual([5, 2]);
    [12, 50, 13, 40, 14, 30, 15, 20, 16, 10].forEach((value, index) =>
      expect(further.data[index]).toBeCloseTo(value, 2),
    );
    expect((await use.forecast(line, { horizon: 1 })).shape).toEqual([1, 2]);
  });

  it("says what is no series of its own", async () => {
    const { use } = await open();
    await expect(use.forecast(line.slice(0, 2))).rejects.toThrow("forecast: the network reads 3 steps, found 2");
    await expect(use.forecast([1, 2, 3])).rejects.toThrow("forecast: step 0 is 1, expected 2 finite numbers");
    await expect(
      use.forecast([
        [1, 2],
        [3, Number.NaN],
        [1, 2],
      ]),
    ).rejects.toThrow("forecast: step 1 is [3,null]");
    await expect(use.forecast(line, { horizon: 0 })).rejects.toThrow("expected a horizon of 1 to 10000 steps, found 0");
    await expect(use.forecast(line, { horizon: 1e9 })).rejects.toThrow("expected a horizon of 1 to 10000 steps");
  });

  it("says where what weights say is wrong", () => {
    const { parseMeaning, checkMeaning } = forecasting();
    expect(parseMeaning(JSON.parse(JSON.stringify(meaning)), "w")).toEqual(meaning);
    expect(() => parseMeaning({ ...meaning, series: [] }, "w")).toThrow("w: series: expected a list of one at least");
    const flat = { ...meaning, series: [{ name: "a", mean: 0, deviation: 0 }] };
    expect(() => parseMeaning(flat, "w")).toThrow("w: series[0].deviation: expected a number above 0, found 0");
    expect(() => parseMeaning({ ...meaning, horizon: 1.5 }, "w")).toThrow(
      "w: horizon: expected a whole number of steps, found 1.5",
    );
    expect(() => checkMeaning!(meaning, variant, "w")).not.toThrow();
    expect(() => checkMeaning!({ ...meaning, length: 4 }, variant, "w")).toThrow(
      "w: the network reads float32[N,3,2], expected [N,4,2]",
    );
    expect(() => checkMeaning!({ ...meaning, horizon: 3 }, variant, "w")).toThrow(
      "w: the network says float32[N,2,2], expected [N,3,2]",
    );
  });

  it("takes and gives the scale of the data in an exported file", async () => {
    const { prepare, finish } = forecasting().exported!(meaning).forward!;
    expect(prepare!.input).toEqual(float32("N", 3, 2));
    const raw = ndarray([line.slice(-3)]);
    const found = await evaluate(() => {
      const model = new StraightOn();
      return {
        prepared: prepare!.apply(tensor(raw), prepare!.input),
        back: finish!(prepare!.apply(tensor(raw), prepare!.input)),
        model: model.forward(tensor(raw)),
      };
    });
    expect([...found.prepared.data]).toEqual([-0.5, 8.5, 0, 7.5, 0.5, 6.5]);
    expect([...found.back.data]).toEqual([...raw.data]);
  });
});

describe("what is learned from", () => {
  const names = ["height"];
  const values = ndarray(
    Float32Array.from({ length: 20 }, (_, step) => step),
    [20, 1],
  );

  it("is all but the last fifth, standardised by itself, and what is measured lies behind it", () => {
    const parts = seriesParts({ names, values }, { name: "line", length: 3, horizon: 2 });
    const deviation = Math.sqrt((16 ** 2 - 1) / 12);
    expect(parts.meaning).toEqual({
      series: [{ name: "height", mean: 7.5, deviation: expect.closeTo(deviation, 10) as number }],
      length: 3,
      horizon: 2,
    });
    expect(parts.train.size).toBe(16 - 5 + 1);
    const back = (value: number) => Math.round(7.5 + deviation * value);
    const { x, y } = everything(parts.test);
    expect(Array.from(y!.data, back)).toEqual([16, 17, 17, 18, 18, 19]);
    expect(Array.from(x!.data, back)).toEqual([13, 14, 15, 14, 15, 16, 15, 16, 17]);
    expect(everything(parts.train)["y"]!.data.every((value) => back(value) < 16)).toBe(true);
  });

  it("is measured against saying the last step again", () => {
    const inputs = {
      x: ndarray([
        [
          [1, 10],
          [2, 20],
        ],
      ]),
      y: ndarray([
        [
          [4, 20],
          [4, 26],
        ],
      ]),
    };
    expect(lastAgain(inputs)).toEqual(
      ndarray([
        [
          [2, 20],
          [2, 20],
        ],
      ]),
    );
    expect(rootMeanSquare(lastAgain(inputs), inputs.y)).toBeCloseTo(Math.sqrt((4 + 0 + 4 + 36) / 4), 12);
    const outputs = {
      forecast: ndarray([
        [
          [4, 20],
          [4, 25],
        ],
      ]),
    };
    const { error, relativeError } = forecastObjective.metrics!;
    expect(error!({ outputs, inputs })).toBeCloseTo(0.5, 12);
    expect(relativeError!({ outputs, inputs })).toBeCloseTo(0.5 / Math.sqrt(11), 12);
  });

  it("may not vary, and may not be shorter than a window", () => {
    const flat = ndarray(new Float32Array(20).fill(3), [20, 1]);
    const { meaning: same } = seriesParts({ names, values: flat }, { name: "flat", length: 3, horizon: 2 });
    expect(same.series).toEqual([{ name: "height", mean: 3, deviation: 1 }]);
    expect(() => seriesParts({ names, values }, { name: "line", length: 15, horizon: 2 })).toThrow(
      "line: has 16 steps, one sample takes 17",
    );
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "blockzoo-series-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function ask(csv: string, horizon = 0) {
    const input = join(folder, "series.csv");
    await writeFile(input, csv);
    const notes: string[] = [];
    const note = (text: string) => notes.push(text.replace(input, "series.csv"));
    const command = await forecasting().command();
    const answer = await command.answer({ ...(await open()), settings: { horizon }, input, top: 1, note });
    return { answer, notes };
  }
  const csv = `day,depth,height\n${line.map(([height, depth], day) => `${day + 1} May,${depth},${height}\n`).join("")}`;

  it("answers a table of its series, in whatever order, as a table, a file and a picture", async () => {
    const { answer, notes } = await ask(csv);
    expect(notes).toEqual([
      "note: series.csv: columns day, depth, height from the first row; left out day, which is no series",
    ]);
    expect(answer.text).toBe("step  height  depth\n  +1      12     50\n  +2      13     40");
    expect(answer.json["series"]).toEqual(["height", "depth"]);
    expect(new TextDecoder().decode(await answer.files[".csv"]!())).toBe("step,height,depth\n1,12,50\n2,13,40\n");
    expect(answer.figure).toMatchObject({ kind: "traces", traces: [{ label: "height" }, { label: "depth" }] });
    const { answer: further } = await ask(csv, 4);
    expect(further.text.split("\n")).toHaveLength(5);
  });

  it("says where a file is none of its own", async () => {
    await expect(ask(csv.split("\n").slice(0, 3).join("\n"))).rejects.toThrow(
      "series.csv: has 2 steps, the network reads 3",
    );
    await expect(ask("height\n1\n2\n3\n")).rejects.toThrow(
      "has the series height, the network was trained on height, depth",
    );
    await expect(ask(csv.replace("90", "?"))).rejects.toThrow('series.csv: row 3, "depth": has no number');
  });
});
