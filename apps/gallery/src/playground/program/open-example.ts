import adding from "./examples/adding.ts?raw";
import spirals from "./examples/spirals.ts?raw";
import { mainFile, type Program } from "./program.js";
import { variantProgram } from "./variant-program.js";

const pages = import.meta.glob<string>("../../../../../docs/guide/model.md", { query: "?raw", import: "default" });

interface Example {
  readonly title: string;
  open(): Promise<Program>;
}

/** What the page offers to begin with, by the name in its address. */
export const examples = {
  spirals: { title: "Two spirals", open: async () => single("Two spirals", spirals) },
  lenet5: { title: "LeNet-5 reads digits", open: () => variantProgram("lenet5") },
  "resnet20-mini": { title: "ResNet, small enough for a page", open: () => variantProgram("resnet20-mini") },
  adding: { title: "An LSTM adds two numbers", open: async () => single("An LSTM adds two numbers", adding) },
  guide: {
    title: "Your own network, from the guide",
    open: async () => single("Your own network", await guideProgram()),
  },
} satisfies Readonly<Record<string, Example>>;

export type ExampleName = keyof typeof examples;

export const firstExample: ExampleName = "spirals";

export function isExample(name: string | null): name is ExampleName {
  return name !== null && Object.hasOwn(examples, name);
}

function single(title: string, text: string): Program {
  return { title, files: { [mainFile]: text } };
}

/** The file that the guide has its reader write. */
async function guideProgram(): Promise<string> {
  const [page] = Object.values(pages);
  const guide = await page!();
  return /```ts file=my-net\.ts\n(.*?)```/s.exec(guide)![1]!;
}
