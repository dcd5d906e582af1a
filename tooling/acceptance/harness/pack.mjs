import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";

/**
 * @typedef {object} Packed
 * @property {string} name
 * @property {string} tarball
 * @property {number} bytes
 * @property {boolean} isFamily
 * @property {readonly string[]} files as the tarball lists them, without its leading "package/"
 * @property {{ version: string, dependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} manifest
 * @property {string} manifestText
 */

/** @param {string} root */
function publicDirectories(root) {
  return ["packages", "packages/models"]
    .flatMap((parent) => readdirSync(path.join(root, parent)).map((name) => path.join(root, parent, name)))
    .filter((directory) => existsSync(path.join(directory, "package.json")))
    .filter((directory) => !JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8")).private);
}

/**
 * Builds from nothing, so that no file of an earlier build is packed, and packs every public package.
 * @param {string} root
 * @param {string} destination
 * @returns {Promise<Packed[]>}
 */
export async function packAll(root, destination) {
  const directories = publicDirectories(root);
  for (const directory of directories) rmSync(path.join(directory, "dist"), { recursive: true, force: true });
  const bin = path.join(root, "node_modules", ".bin");
  await run(path.join(bin, "tsc"), ["-b", "tsconfig.build.json"], { cwd: root });

  mkdirSync(destination, { recursive: true });
  const packed = [];
  for (const directory of directories) {
    const output = await run(path.join(bin, "pnpm"), ["pack", "--json", "--pack-destination", destination], {
      cwd: directory,
    });
    /** @type {{ name: string, filename: string }} */
    const { name, filename } = JSON.parse(output.slice(output.indexOf("{")));
    const tarball = path.resolve(destination, filename);
    const listing = await run("tar", ["-tzf", tarball], { cwd: destination });
    const manifestText = await run("tar", ["-xzOf", tarball, "package/package.json"], { cwd: destination });
    packed.push({
      name,
      tarball,
      bytes: statSync(tarball).size,
      isFamily: path.basename(path.dirname(directory)) === "models",
      files: listing
        .trim()
        .split("\n")
        .map((file) => file.replace(/^package\//, "")),
      manifest: JSON.parse(manifestText),
      manifestText,
    });
  }
  return packed;
}
