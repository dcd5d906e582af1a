import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { supportOf } from "@blockzoo/backend-onnxruntime";
import { supportOf as supportOfTfjs } from "@blockzoo/backend-tfjs";
import { primitives, type Support } from "@blockzoo/core";
import { format, resolveConfig } from "prettier";

export const target = fileURLToPath(new URL("../../../docs/support.md", import.meta.url));

/** A column: one runtime, and how it computes each name. A backend enters its own here, one for each device. */
interface Column {
  readonly title: string;
  supportOf(name: string): Support;
}

const columns: readonly Column[] = [
  { title: "onnxruntime cpu, wasm", supportOf: (name) => supportOf(name, "cpu") },
  { title: "onnxruntime webgpu", supportOf: (name) => supportOf(name, "webgpu") },
  { title: "onnxruntime cuda", supportOf: (name) => supportOf(name, "cuda") },
  { title: "tfjs cpu, webgl", supportOf: (name) => supportOfTfjs(name, "webgl") },
  { title: "tfjs webgpu", supportOf: (name) => supportOfTfjs(name, "webgpu") },
  { title: "tfjs wasm", supportOf: (name) => supportOfTfjs(name, "wasm") },
];

const core = new URL("../../../packages/core/src/", import.meta.url);

/**
 * How core's sources name composites: in a call of `composite` or of the builder itself, and in what a recurrent net is told
 * of its kind. Lines of comments, whose examples define composites too, begin with a star.
 */
const naming = [
  /^(?! \*).*\b(?:composite(?:<[^(]*>)?|builder\.inRegion)\(\s*"(\w+)"/gm,
  /^ {2}name: "([\w ]+ loop)"/gm,
];

function compositeNames(): string[] {
  const files = readdirSync(core, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const names = files.flatMap((file) => {
    const source = readFileSync(new URL(file, core), "utf8");
    return naming.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name!));
  });
  return [...new Set(names)].toSorted();
}

function cell(support: Support): string {
  if (typeof support === "string") return support;
  return "decomposedFor" in support ? `native; decomposed for ${support.decomposedFor}` : `no: ${support.unsupported}`;
}

function tableOf(names: readonly string[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const titles = ["", ...columns.map(({ title }) => title)];
  return [
    row(titles),
    row(titles.map(() => "---")),
    ...names.map((name) => row([`\`${name}\``, ...columns.map((column) => cell(column.supportOf(name)))])),
  ].join("\n");
}

/** The page, from the tables that the backends run with. */
export async function supportPage(): Promise<string> {
  const text = `<!-- Made by tooling/generate/support/main.ts from the backends' tables: \`npx pnpm generate:support\`. Do not edit. -->

# What each runtime computes, and how

- **native**: written as operators of the runtime.
- **decomposed**: the runtime has no operator for it, or a wrong one, and other ops take its place.
- **host**: computed on the host although the rest is computed elsewhere; \`report().hostNodes\` lists such nodes.

What stands here is what the backends run with, and the conformance suites run every case of every op, and its gradient, through
it. \`npm test\` runs them in Node on ONNX Runtime's cpu and wasm and tfjs's cpu and wasm, and in Chromium on ONNX Runtime's wasm
(one thread and several) and tfjs's wasm; \`npm run test:gpu\` in Node on ONNX Runtime's webgpu, and in Chromium on ONNX Runtime's
webgpu and tfjs's webgl and webgpu; \`xvfb-run npx pnpm test:firefox\` in Firefox (153 ESR) on the wasm of both and tfjs's webgl.
CUDA has not been run: its column is what its table says.

\`npm run test:gpu\` runs the small variants of all families on all these runtimes too, outputs and training.

GPUs of tests are software. On hardware, an NVIDIA H100 (driver 580.159.04, 2026-11-27), all suites passed too: WebGPU of
onnxruntime-node 1.30.0 (\`tooling/acceptance/gpu/conformance.ts webgpu\`), and in Chromium 156 onnxruntime-web's WebGPU, tfjs's WebGPU, and
tfjs's WebGL on ANGLE's OpenGL.

## Ops

${tableOf(Object.keys(primitives))}

## Composites

${tableOf(compositeNames())}
`;
  return format(text, { ...(await resolveConfig(target)), filepath: target });
}
