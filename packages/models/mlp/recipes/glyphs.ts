import { adam, glyphsData, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { Mlp } from "../src/mlp.js";

const hardGlyphs = glyphsData();

const training = { data: hardGlyphs, optimizer: adam({ learningRate: 1e-3 }), batchSize: 64, steps: 1200 };
const settingsFor = (sizes: readonly number[]) => ({ data: "glyphs, hard, 6,000 and 1,000", sizes });

export const linearGlyphs = supervisedRecipe({
  id: "linear-glyphs.glyphs",
  variant: "linear-glyphs",
  claim: "A softmax on pixels does not read digits that are shifted, turned and scaled.",
  gate: { metric: "accuracy", atMost: 0.4 },
  create: () => new Mlp([1024, 10]),
  ...training,
  settings: settingsFor([1024, 10]),
});

const options = {
  id: "mlp-glyphs.glyphs",
  variant: "mlp-glyphs",
  claim:
    "Sixty hidden units read shifted digits better than a softmax on pixels, though without shared weights not well.",
  gate: { metric: "accuracy", atLeast: 0.45 },
  create: () => new Mlp([1024, 60, 10]),
  ...training,
};

export const mlpGlyphs = supervisedRecipe({
  ...options,
  settings: settingsFor([1024, 60, 10]),
  baselines: { linear: linearGlyphs },
  ahead: { linear: 0.15 },
  control: supervisedRecipe({
    ...options,
    id: "mlp-glyphs.glyphs.control",
    data: withShuffledLabels(hardGlyphs),
    settings: { ...settingsFor([1024, 60, 10]), labels: "shuffled" },
  }),
});
