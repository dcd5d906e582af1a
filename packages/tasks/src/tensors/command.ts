import { BlockzooError, check, type InputTypes, type NDArray, type TensorType } from "@blockzoo/core";
import type { TaskCommand } from "@blockzoo/family";
import { notANumber } from "../answers/not-a-number.js";
import { npyInput } from "../answers/npy-input.js";
import { endingOf, readNpy } from "../answers/read-file.js";
import { tensorAnswer } from "../answers/tensor-answer.js";
import type { NoMeaning, TensorFunction } from "./index.js";

export const command: TaskCommand<NoMeaning, TensorFunction> = {
  takes: `a prepared tensor (.npy), or one for each input: '{"image": "a.npy", "regions": "b.npy"}'`,
  async answer({ input, use, networks, note }) {
    const [network] = Object.values(networks);
    const feeds = await readFeeds(input, network!.input);
    const outputs = await use.run(feeds);
    const name = Object.hasOwn(outputs, use.output) ? use.output : Object.keys(outputs)[0]!;
    const line = notANumber(input, Object.values(feeds), outputs[name]!);
    if (line !== undefined) note(`note: ${line}`);
    return tensorAnswer(name, outputs[name]!);
  },
};

async function readFeeds(input: string, types: InputTypes): Promise<Readonly<Record<string, NDArray>>> {
  const names = Object.keys(types);
  const paths = input.trimStart().startsWith("{") ? pathsOf(input) : { [names[0]!]: input };
  const feeds: Record<string, NDArray> = {};
  for (const [name, type] of Object.entries(types as Readonly<Record<string, TensorType>>)) {
    const path = paths[name];
    check(
      path !== undefined,
      () =>
        `${input}: the network takes ${names.join(", ")}: give a file for each, --input '{"${name}": "${name}.npy"}'`,
    );
    check(
      endingOf(path) === ".npy",
      () => `${path}: the weights do not say how such a file becomes an input: give a prepared .npy file`,
    );
    feeds[name] = npyInput(await readNpy(path), { path, type });
  }
  return feeds;
}

function pathsOf(json: string): Readonly<Record<string, string>> {
  try {
    const value = JSON.parse(json) as Readonly<Record<string, unknown>>;
    if (Object.values(value).every((path) => typeof path === "string")) return value as Record<string, string>;
  } catch (cause) {
    throw new BlockzooError(`${json}: is no JSON`, { cause });
  }
  throw new BlockzooError(`${json}: expected a file for each input by name`);
}
