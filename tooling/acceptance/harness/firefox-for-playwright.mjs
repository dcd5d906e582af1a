#!/usr/bin/env node
// Starts Firefox as it is installed, FIREFOX_PATH, and stands between it and Playwright. They speak WebDriver BiDi with each other, of
// which each knows another edition: what Firefox does not know of emulation is not emulated, and downloads get the name that Playwright
// knows them by. Without this, Playwright drives builds of its own only.
import { spawn } from "node:child_process";
import { WebSocket, WebSocketServer } from "ws";

const child = spawn(process.env["FIREFOX_PATH"] ?? "firefox", process.argv.slice(2), {
  stdio: ["ignore", "ignore", "pipe"],
});
child.on("exit", (code) => process.exit(code ?? 1));
child.on("error", ({ message }) => {
  console.error(message);
  process.exit(1);
});
let said = "";
child.stderr.on("data", (chunk) => {
  said += String(chunk);
  const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)\n/.exec(said) ?? [];
  if (address === undefined) return;
  child.stderr.removeAllListeners("data").resume();
  stand(address);
});

/** @param {string} address where Firefox listens */
function stand(address) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("listening", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    // The words by which Playwright finds a browser.
    console.log(`WebDriver BiDi listening on ws://127.0.0.1:${port}`);
  });
  server.on("connection", (playwright) => pass(playwright, new WebSocket(`${address}/session`)));
}

/** @param {WebSocket} playwright @param {WebSocket} firefox */
function pass(playwright, firefox) {
  /** Commands that are not answered yet, by their numbers. @type {Map<number, string>} */
  const asked = new Map();
  const isOpen = new Promise((resolve) => firefox.once("open", resolve));
  playwright.addEventListener("message", ({ data }) => {
    const { id, method } = JSON.parse(/** @type {string} */ (data));
    asked.set(id, method);
    void isOpen.then(() => firefox.send(data));
  });
  firefox.addEventListener("message", ({ data }) => {
    const message = JSON.parse(/** @type {string} */ (data));
    playwright.send(JSON.stringify(message.type === "event" ? named(message) : forgiven(message, asked)));
  });
  firefox.on("close", () => playwright.close());
  playwright.on("close", () => firefox.close());
}

/** An event of a download, called by its address. @param {{ method: string, params: { url?: string } }} event */
function named(event) {
  if (!event.method.startsWith("browsingContext.download")) return event;
  return { ...event, params: { download: event.params.url, ...event.params } };
}

/** An answer; emulation that Firefox does not know is taken for done. @param {{ id: number, error?: string }} answer @param {Map<number, string>} asked */
function forgiven(answer, asked) {
  const method = asked.get(answer.id) ?? "";
  asked.delete(answer.id);
  const isForgiven = answer.error === "unknown command" && method.startsWith("emulation.");
  return isForgiven ? { type: "success", id: answer.id, result: {} } : answer;
}
