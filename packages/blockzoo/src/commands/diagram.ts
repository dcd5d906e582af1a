import { extname } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import { diagram, diagramMermaid, diagramSvg, type Diagram } from "@blockzoo/inspect";
import { chooseSizedInput } from "../models/input-types.js";
import { resolveModel } from "../models/resolve-model.js";
import { writeOutput } from "../output-file.js";
import { note } from "../terminal.js";

export interface DiagramOptions {
  readonly out: string;
  readonly expand?: string;
  readonly input?: string;
}

const formats: Readonly<Record<string, (drawn: Diagram) => string>> = { ".svg": diagramSvg, ".mmd": diagramMermaid };

/** Draws a network into a file. */
export async function run(id: string, { out, expand, input }: DiagramOptions): Promise<number> {
  const extension = extname(out).toLowerCase();
  const draw = Object.hasOwn(formats, extension) ? formats[extension] : undefined;
  if (draw === undefined) throw new BlockzooError(`${out}: a diagram is written as .svg or .mmd`);
  const model = await resolveModel(id);
  const { types } = chooseSizedInput(model, input);
  const drawn = diagram(model.create(), { inputs: types, name: model.name, ...(expand !== undefined && { expand }) });
  await writeOutput(out, draw(drawn));
  note(`wrote ${out}`);
  return 0;
}
