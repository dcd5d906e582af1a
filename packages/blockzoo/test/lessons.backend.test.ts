// `blockzoo train <variant> --data FILE`, and what comes of it, with a task that no package of ours has.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import { readWeightsFile, writeWeightsFile } from "@blockzoo/weights/node";
import { InferenceSession } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import {
  blockzoo,
  blockzooHere,
  expectRefused,
  installFamily,
  userFolder,
  type Ended,
  type RunOptions,
} from "./command.js";

let cwd: string;
const call = (...args: string[]): Promise<Ended> => blockzoo(args, { cwd });
const weights = ["--weights", "runs/bigrams-abc/weights.safetensors"];
const predict = ["predict", "bigrams", ...weights];
const at = (name: string): string => join(cwd, name);
/** The same variant in this process, which is faster: from a user's file. */
const here = (command: "train" | "predict", ...args: string[]): Promise<Ended> =>
  blockzooHere([command, `${at("node_modules/blockzoo-family-bigrams/index.js")}#bigrams.bigrams`, ...args]);
const ask = (input: string, ...more: string[]): Promise<Ended> =>
  here("predict", "--weights", at("runs/bigrams-abc/weights.safetensors"), "--input", input, ...more);
/** After a comes b, after b c, after c a. */
const text = "abc".repeat(60);

beforeAll(async () => {
  cwd = await userFolder();
  await installFamily(cwd, "blockzoo-family-bigrams");
  await writeFile(at("abc.txt"), text);
  await writeFile(at("latin.txt"), Uint8Array.of(0x61, 0xe9, 0x62));
});

describe("blockzoo train, a variant on a user's own data", () => {
  it("makes a network of the vocabulary of the text, which weights, report and the last line tell of", async () => {
    const { code, stdout, stderr } = await call("train", "bigrams", "--data", "abc.txt");
    expect(stderr).toMatch(/^note: abc\.txt: 180 characters of 3 kinds\ntraining bigrams-abc on /);
    expect(code).toBe(0);
    expect(stdout).toContain("held-out accuracy 1.0000\n");
    expect(stdout).toContain(
      "next     blockzoo predict bigrams --weights runs/bigrams-abc/weights.safetensors --input ...\n",
    );
    expect((await readdir(at("runs/bigrams-abc"))).toSorted()).toEqual([
      "checkpoint.safetensors",
      "history.jsonl",
      "report.html",
      "weights.safetensors",
    ]);
    const { tensors, metadata } = await readWeightsFile(at("runs/bigrams-abc/weights.safetensors"));
    expect(tensors.get("table.weight")!.shape).toEqual([3, 3]);
    expect(JSON.parse(metadata.get("blockzoo")!)).toMatchObject({
      task: "following",
      meaning: { vocabulary: { tokenizer: "characters" } },
    });
    const report = await readFile(at("runs/bigrams-abc/report.html"), "utf8");
    expect(report).toContain("Answers to held-out samples");
    expect(report).toContain("what was read");
    expect(report).toContain("blockzoo train bigrams --data abc.txt");
    expect(report).toContain("<dt>parameters</dt><dd>9</dd>");
  });

  it("trains as long and as fast as it is told, and again by its seed", async () => {
    const run = (out: string, ...more: string[]) =>
      here("train", "--data", at("abc.txt"), "--out", at(out), "--json", ...more);
    const short = JSON.parse((await run("short", "--epochs", "1", "--batch", "86")).stdout) as { steps: number };
    expect(short.steps).toBe(2);
    const [first, second, other] = [
      await run("a", "--steps", "3"),
      await run("b", "--steps", "3"),
      await run("c", "--steps", "3", "--seed", "1"),
    ];
    expect([first.code, second.code, other.code]).toEqual([0, 0, 0]);
    const bytes = (folder: string) => readFile(at(`${folder}/weights.safetensors`));
    expect((await bytes("a")).equals(await bytes("b"))).toBe(true);
    expect((await bytes("a")).equals(await bytes("c"))).toBe(false);
    await run("slow", "--steps", "3", "--learning-rate", "0.000001");
    const lossOf = async (folder: string) =>
      (
        JSON.parse((await readFile(at(`${folder}/history.jsonl`), "utf8")).trim().split("\n").at(-1)!) as {
          loss: number;
        }
      ).loss;
    expect(await lossOf("a")).toBeLessThan(await lossOf("slow"));
  });

  it("stops at Ctrl-C and goes on to the same weights", async () => {
    const args = ["train", "bigrams", "--data", "abc.txt", "--epochs", "400"];
    let isKilled = false;
    const onStderr: RunOptions["onStderr"] = (output, kill) => {
      if (isKilled || !/[1-9]\d*\/4/.test(output)) return;
      isKilled = true;
      kill("SIGINT");
    };
    const stopped = await blockzoo([...args, "--out", "parts"], { cwd, onStderr });
    expect(stopped.stderr).toMatch(
      /stopped after step \d+; go on with: blockzoo train bigrams --data abc\.txt .*--resume/,
    );
    expect(stopped.code).toBe(130);
    expect((await call(...args, "--out", "parts", "--resume")).code).toBe(0);
    expect((await call(...args, "--out", "whole")).code).toBe(0);
    const bytes = (folder: string) => readFile(at(`${folder}/weights.safetensors`));
    expect((await bytes("parts")).equals(await bytes("whole"))).toBe(true);
  });

  it("takes a variant from a user's file", async () => {
    const { code, stdout } = await here("train", "--data", at("abc.txt"), "--out", at("own"), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ metrics: { accuracy: 1 } });
    const own = await here("predict", "--weights", at("own/weights.safetensors"), "--input", "a");
    expect(own.stdout).toBe("bcabc\n");
  });

  it("says what to do where that cannot be", async () => {
    expectRefused(await call("train", "bigrams"), "bigrams: say what it shall learn: --data <file or folder>");
    const refused = async (message: string, ...args: string[]) => expectRefused(await here("train", ...args), message);
    await refused("none.txt: cannot be read", "--data", at("none.txt"));
    await refused("latin.txt: is no UTF-8 text at byte 1", "--data", at("latin.txt"));
    await refused("--target is for a table and a network", "--data", at("abc.txt"), "--target", "a");
  });
});

describe("weights that say what they mean", () => {
  it("are of the network of that size, for all commands that take weights", async () => {
    expect((await call("compare", "bigrams", ...weights, "--backends", "reference,onnxruntime-node")).code).toBe(0);
    expect((await call("export", "bigrams", ...weights, "--out", "abc.onnx")).code).toBe(0);
    const session = await InferenceSession.create(at("abc.onnx"));
    expect(session.outputMetadata.map((output) => "shape" in output && output.shape[1])).toEqual([3]);
    await session.release();
  });

  it("that say nothing are of the variant as it stands, which then takes and gives tensors", async () => {
    await writeFile(at("token.npy"), encodeNpy(ndarray(Int32Array.of(3), [1, 1])));
    const { code, stdout } = await here("predict", "--weights", "random:0", "--input", at("token.npy"), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ output: { name: "logits", shape: [1, 26, 1] } });
  });

  it("are refused where they are not as large as they say", async () => {
    const { tensors } = await readWeightsFile(at("runs/bigrams-abc/weights.safetensors"));
    const vocabulary = { tokenizer: "characters", tokens: ["a", "b"], special: {} };
    const lying = (meaning: unknown) =>
      writeWeightsFile(at("lying.safetensors"), tensors, {
        metadata: { blockzoo: JSON.stringify({ task: "following", meaning }) },
      });
    await lying({ vocabulary });
    const refused = async (message: RegExp) =>
      expectRefused(await here("predict", "--weights", at("lying.safetensors"), "--input", "a"), message);
    await refused(/lying\.safetensors: .*table\.weight/s);
    await lying({ vocabulary: { ...vocabulary, tokens: "abc" } });
    await refused(/lying\.safetensors\.tokens: is "abc"/);
  });
});

describe("blockzoo predict, an answer in pieces", () => {
  it("takes a text, and shows it as it comes, or as one JSON document", async () => {
    expect(await call(...predict, "--input", "a")).toEqual({ code: 0, stdout: "bcabc\n", stderr: "writing\n" });
    const { code, stdout } = await ask("cab", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ text: "cabca" });
    expectRefused(await ask("x"), 'the input: token 0, "x", is not among the 3');
  });

  it("is set by numbers that the task declares", async () => {
    expect((await ask("a", "--set", "length=2")).stdout).toBe("bc\n");
    expect((await ask("a", "--set", "length=2", "--set", "length=7")).stdout).toBe("bcabcab\n");
    for (const [set, message] of [
      [
        "size=3",
        "--set size: following has no such setting: there are, with their defaults, length=5 (how many characters)",
      ],
      ["length=0", "--set length=0: expected a whole number from 1: how many characters"],
      ["length=2.5", "--set length=2.5: expected a whole number from 1"],
      ["length=many", "--set length=many: expected a whole number from 1"],
      ["length", "Expected name=value, several between commas."],
    ] as const) {
      expectRefused(await ask("a", "--set", set), message);
    }
  });

  it("is drawn as .svg", async () => {
    const { code, stderr } = await ask("a", "--out", at("a.svg"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: `writing\nwrote ${at("a.svg")}\n` });
    expect(await readFile(at("a.svg"), "utf8")).toMatch(/^<svg .*<title>a<\/title>/);
    expect((await ask("a", "--out", at("a.png"))).stderr).toContain("answer is written as .svg");
  });

  it("ends with what is there at Ctrl-C, with the exit code of an interruption", async () => {
    const stop = (...more: string[]) => {
      let isKilled = false;
      return blockzoo([...predict, "--input", "a", "--set", "length=1000000000", ...more], {
        cwd,
        onStderr: (output, kill) => {
          if (isKilled || !output.includes("writing")) return;
          isKilled = true;
          kill("SIGINT");
        },
      });
    };
    const { code, stdout, stderr } = await stop();
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: "writing\n\nstopping with what is there; Ctrl-C again stops at once\n",
    });
    expect(stdout).toMatch(/^b[abc]*\n$/);
    const json = await stop("--json");
    expect(json.code).toBe(130);
    expect((JSON.parse(json.stdout) as { text: string }).text).toMatch(/^b/);
  });

  it("ends quietly where nobody reads it any more", async () => {
    const { code, stdout, stderr } = await blockzoo([...predict, "--input", "a", "--set", "length=1000000000"], {
      cwd,
      readOnly: 3,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "writing\n" });
    expect(stdout).toMatch(/^bca/);
  });
});
