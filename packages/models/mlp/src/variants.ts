import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { tableClassification } from "@blockzoo/tasks/table-classification";
import { Mlp } from "./mlp.js";

const task = tableClassification();

export const variants = {
  mlp: {
    summary: "4-16-3, tanh: for small tables such as iris",
    create: () => new Mlp([4, 16, 3]),
    task,
    graphs: forward({ input: float32("N", 4) }, "logits"),
    params: 131,
  },
  "mlp-moons": {
    summary: "2-16-2, tanh: two features that no line separates",
    create: () => new Mlp([2, 16, 2]),
    task,
    graphs: forward({ input: float32("N", 2) }, "logits"),
    params: 82,
  },
  "linear-moons": {
    summary: "2-2: the linear baseline of mlp-moons",
    create: () => new Mlp([2, 2]),
    task,
    graphs: forward({ input: float32("N", 2) }, "logits"),
    params: 6,
  },
  "mlp-glyphs": {
    summary: "1024-60-10, tanh: 32x32 pixels with as many parameters as LeNet-5",
    create: () => new Mlp([1024, 60, 10]),
    task,
    graphs: forward({ input: float32("N", 1, 32, 32) }, "logits"),
    params: 62_110,
  },
  "linear-glyphs": {
    summary: "1024-10: the linear baseline of mlp-glyphs",
    create: () => new Mlp([1024, 10]),
    task,
    graphs: forward({ input: float32("N", 1, 32, 32) }, "logits"),
    params: 10_250,
  },
} as const satisfies Readonly<Record<string, Variant>>;
