import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { tokenFor } from "./registry.mjs";
import { run } from "./run.mjs";

const noNetwork = new URL("./no-network.mjs", import.meta.url).href;
/** Nobody listens on the discard port. */
const closedProxy = "http://127.0.0.1:9";

/**
 * An empty project in an empty home, from which only the local registry can be reached.
 * @param {string} parent
 * @param {string} registry
 * @param {{ mayPublish?: boolean }} [options] whether npm finds a token in the home, as after `npm login`
 */
export function createSandbox(parent, registry, { mayPublish = false } = {}) {
  const folder = mkdtempSync(path.join(parent, "project-"));
  const home = mkdtempSync(path.join(parent, "home-"));
  writeFileSync(path.join(folder, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  mkdirSync(path.join(home, "tmp"));
  if (mayPublish) writeFileSync(path.join(home, ".npmrc"), tokenFor(registry));

  const programs = (process.env["PATH"] ?? "").split(path.delimiter).filter((entry) => !entry.includes("node_modules"));
  const env = {
    PATH: [path.dirname(process.execPath), ...programs].join(path.delimiter),
    HOME: home,
    TMPDIR: path.join(home, "tmp"),
    NODE_OPTIONS: `--import=${noNetwork}`,
    HTTP_PROXY: closedProxy,
    HTTPS_PROXY: closedProxy,
    NO_PROXY: "127.0.0.1,localhost",
    npm_config_registry: registry,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
  return {
    folder,
    env,
    /** @param {string} program @param {readonly string[]} args */
    run: (program, ...args) => run(program, args, { cwd: folder, env, timeoutSeconds: 300 }),
    /**
     * A line as it is typed.
     * @param {string} line
     * @param {{ cwd: string, timeoutSeconds: number }} options
     */
    shell: (line, options) => run("sh", ["-c", line], { ...options, env }),
    /** @param {string} name */
    read: (name) => readFileSync(path.join(folder, name), "utf8"),
    /** @param {string} name @param {string | Uint8Array} content */
    write: (name, content) => writeFileSync(path.join(folder, name), content),
  };
}

/** @typedef {ReturnType<typeof createSandbox>} Sandbox */
