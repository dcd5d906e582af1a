import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFamily, main, tasks, type CreateFamilyOptions } from "@blockzoo/create-family";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "blockzoo-create-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const create = (options: Partial<CreateFamilyOptions> = {}) =>
  createFamily({ name: "my-net", task: "image-classification", layout: "standalone", parent, ...options });

const textsOf = (folder: string, files: readonly string[]) =>
  files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");

describe.each(tasks)("a family for %s", (task) => {
  it("bears its own name throughout, outside as a third party's package", async () => {
    const { folder, names, files } = await create({ task });
    expect(names.packageName).toBe("blockzoo-family-my-net");
    expect(folder).toBe(join(parent, "blockzoo-family-my-net"));
    expect(files).toEqual(
      expect.arrayContaining(["src/my-net.ts", "test/my-net.test.ts", "README.md", "NOTICES.md", ".gitignore"]),
    );
    const all = textsOf(folder, files);
    expect(all).not.toMatch(/template.?net/i);
    expect(all).not.toMatch(/workspace:|@blockzoo\/source/);
    expect(all).toContain("class MyNet extends Block");
    expect(all).toContain("export const myNet = defineFamily");
  });

  it("is a package of the workspace inside", async () => {
    const { folder, files } = await create({ task, layout: "workspace" });
    expect(folder).toBe(join(parent, "my-net"));
    expect(files).toContain("test/my-net.backend.test.ts");
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest["name"]).toBe("@blockzoo/my-net");
    expect(manifest["peerDependencies"]).toEqual({ "@blockzoo/core": "workspace:^" });
  });
});

describe("nothing is overwritten or half-written", () => {
  it("where the folder exists, even as an empty one", async () => {
    mkdirSync(join(parent, "blockzoo-family-my-net"));
    await expect(create()).rejects.toThrow("exists and is left alone");
    expect(readdirSync(join(parent, "blockzoo-family-my-net"))).toEqual([]);
  });

  it("where the folder's parent cannot be written to", async () => {
    const file = join(parent, "file");
    writeFileSync(file, "a file");
    await expect(create({ parent: file })).rejects.toThrow("cannot be made: ");
    expect(readdirSync(parent)).toEqual(["file"]);
  });

  it("and a made folder has no temporary sibling", async () => {
    await create();
    expect(readdirSync(parent)).toEqual(["blockzoo-family-my-net"]);
  });
});

describe("names are refused", () => {
  it.each([
    ["MyNet", "lower-case"],
    ["my_net", "lower-case"],
    ["-net", "lower-case"],
    ["my--net", "lower-case"],
    ["9net", "lower-case"],
    ["", "lower-case"],
    ["../net", "lower-case"],
    ["my net", "lower-case"],
    ["n".repeat(200), "npm takes 198 at most"],
    ["class", "a word of the language"],
    ["linear", 'uses "Linear" for something else'],
    ["conv2d", 'uses "Conv2d" for something else'],
    ["weights", 'uses "weights" for something else'],
    ["index", 'uses "index" for something else'],
  ])("%s", async (name, reason) => {
    await expect(create({ name })).rejects.toThrow(reason);
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe("the command", () => {
  const run = async (...args: string[]) => {
    const written = { stdout: "", stderr: "" };
    const spies = (["stdout", "stderr"] as const).map((name) =>
      vi.spyOn(process[name], "write").mockImplementation((text) => {
        written[name] += String(text);
        return true;
      }),
    );
    spies.push(vi.spyOn(process, "cwd").mockReturnValue(parent) as never);
    try {
      return { code: await main(args), ...written };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  };

  it("says what it made and what comes next", async () => {
    const { code, stdout } = await run("my-rows", "--task", "table-classification");
    expect(code).toBe(0);
    expect(stdout).toContain("cd blockzoo-family-my-rows\n  npm install\n");
    expect(existsSync(join(parent, "blockzoo-family-my-rows/recipes/moons.ts"))).toBe(true);
  });

  it.each([
    [[], "expected one name, found 0"],
    [["a", "b"], "expected one name, found 2"],
    [["my-net", "--task", "chess"], 'there is no template for the task "chess"'],
    [["my-net", "--colour"], "Unknown option"],
  ])("refuses %j in one sentence and makes nothing", async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(readdirSync(parent)).toEqual([]);
  });

  it("shows help", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: npm create @blockzoo\/family NAME/);
  });
});
