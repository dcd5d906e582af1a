import { extname } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import { graphTitle } from "@blockzoo/family";
import { diagram, diagramMermaid, diagramSvg, type Diagram } from "@blockzoo/inspect";
import { chooseSizedGraphs } from "../models/input-types.js";
import { resolveModel } from "../models/resolve-model.js";
import { writeOutput } from "../output-file.js";
import { note } from "../terminal.js";

export interface DiagramOptions {
  readonly out: string;
  readonly expand?: string;
  readonly input?: string;
}

const formats: Readonly<Record<string, (drawn: Diagram) => string>> = { ".svg": diagramSvg, ".mmd": diagramMermaid };

/** Draws a network into a file; one of several graphs into a file for each, `net.encode.svg`. */
export async function run(id: string, { out, expand, input }: DiagramOptions): Promise<number> {
  const ending = extname(out);
  const draw = Object.hasOwn(formats, ending.toLowerCase()) ? formats[ending.toLowerCase()] : undefined;
  if (draw === undefined) throw new BlockzooError(`${out}: a diagram is written as .svg or .mmd`);
  const model = await resolveModel(id);
  for (const graph of chooseSizedGraphs(model, input)) {
    const drawn = diagram(model.variant.create(), {
      method: graph.name,
      inputs: graph.input,
      name: graphTitle(model.name, graph.name),
      ...(expand !== undefined && { expand }),
    });
    const file = `${graphTitle(out.slice(0, -ending.length), graph.name)}${ending}`;
    await writeOutput(file, draw(drawn));
    note(`wrote ${file}`);
  }
  return 0;
}
