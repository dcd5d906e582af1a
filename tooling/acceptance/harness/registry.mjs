import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runServer } from "verdaccio";
import { run } from "./run.mjs";

// Foreign packages stay here between runs; ours are published anew each time.
const storage = fileURLToPath(new URL("../node_modules/.cache/registry", import.meta.url));

/**
 * What npm insists on before it publishes; the registry takes anybody's packages.
 * @param {string} registry
 */
export function tokenFor(registry) {
  return `${registry.replace(/^https?:/, "")}:_authToken=anybody\n`;
}

/** A registry on this machine that holds our packages and passes all other names on to the configured one. */
export async function startRegistry() {
  mkdirSync(storage, { recursive: true });
  for (const name of readdirSync(storage).filter((each) =>
    /^(@?blockzoo(-family-.*)?|\.verdaccio-db\.json)$/.test(each),
  )) {
    rmSync(path.join(storage, name), { recursive: true, force: true });
  }
  const upstream = (await run("npm", ["config", "get", "registry"], { cwd: storage })).trim().split("\n").at(-1);
  // No uplink for our own names: a package that was not packed here must not come from elsewhere.
  const ours = { access: "$all", publish: "$all" };
  const config = {
    configPath: path.join(storage, "config.yaml"),
    self_path: storage,
    storage,
    auth: { htpasswd: { file: path.join(storage, "htpasswd") } },
    uplinks: { upstream: { url: upstream, maxage: "1d", timeout: "60s" } },
    packages: {
      "@blockzoo/*": ours,
      blockzoo: ours,
      "blockzoo-family-*": ours,
      "**": { access: "$all", proxy: "upstream" },
    },
    max_body_size: "200mb",
    web: { enable: false },
    log: { type: "stdout", format: "pretty", level: "fatal" },
  };
  const server = await runServer(/** @type {any} */ (config));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
    /**
     * @param {string} scratch a folder for npm's settings
     * @param {readonly string[]} tarballs
     */
    async publish(scratch, tarballs) {
      const npmrc = path.join(scratch, "publish.npmrc");
      const url = `http://127.0.0.1:${port}/`;
      writeFileSync(npmrc, `registry=${url}\n${tokenFor(url)}`);
      for (const tarball of tarballs) await run("npm", ["publish", "--userconfig", npmrc, tarball], { cwd: scratch });
    },
  };
}
