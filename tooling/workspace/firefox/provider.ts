import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineBrowserProvider } from "@vitest/browser";

/** Whether there is a screen, a virtual one included: without it Firefox has no WebGL. */
export const hasScreen = process.platform !== "linux" || process.env["DISPLAY"] !== undefined;

/** A window that shows no first steps, asks for nothing and computes WebGL in software where there is no GPU. */
const preferences = {
  "browser.shell.checkDefaultBrowser": false,
  "browser.aboutwelcome.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "webgl.force-enabled": true,
} satisfies Readonly<Record<string, boolean>>;

/**
 * Firefox as it is installed, started on the page of the tests, which reports by itself: no driver is needed, and none that
 * fits Debian's Firefox is in a package. What a driver does beside (clicks, screenshots) is not there.
 */
export function firefox(executable: string) {
  return defineBrowserProvider({
    name: "firefox",
    supportedBrowser: ["firefox"],
    options: {},
    providerFactory: () => new Firefox(executable),
  });
}

class Firefox {
  readonly name = "firefox";
  readonly supportsParallelism = false;
  readonly #executable: string;
  readonly #profile = mkdtempSync(path.join(tmpdir(), "blockzoo-firefox-"));
  #process: ChildProcess | undefined;

  constructor(executable: string) {
    this.#executable = executable;
    const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${value});\n`);
    writeFileSync(path.join(this.#profile, "user.js"), lines.join(""));
  }

  getCommandsContext() {
    return {};
  }

  async openPage(_session: string, url: string): Promise<void> {
    await this.#stop();
    const parameters = [...(hasScreen ? [] : ["--headless"]), "--no-remote", "--profile", this.#profile, url];
    this.#process = spawn(this.#executable, parameters, { stdio: "ignore" });
  }

  async close(): Promise<void> {
    await this.#stop();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  async #stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill();
    await ended;
  }
}
