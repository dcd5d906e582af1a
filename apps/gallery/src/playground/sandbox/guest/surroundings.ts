import { BlockzooError } from "@blockzoo/core";

const network = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"] as const;

/** Says clearly what the sandbox's policy forbids anyway. */
export function withoutNetwork(): void {
  for (const name of network) {
    if (!(name in globalThis)) continue;
    const refuse = function (): never {
      throw new BlockzooError(
        `${name}: a program of the playground has no network. Data can be drawn, as \`glyphs\` does`,
      );
    };
    Object.defineProperty(globalThis, name, { value: refuse, configurable: true });
  }
}

/** Lines that are passed on, and the characters of each. */
const said = { lines: 200, characters: 2000 };

/** What a program writes to its console goes to the listener too. */
export function speakTo(listener: (text: string) => void): void {
  let lines = 0;
  for (const level of ["log", "info", "warn", "error"] as const) {
    console[level] = (...values: unknown[]) => {
      if (lines++ < said.lines) listener(values.map(textOf).join(" ").slice(0, said.characters));
    };
  }
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error || typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
