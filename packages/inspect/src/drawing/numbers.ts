/** `138,357,544`: the same on every machine, whatever its locale. Decimals stay as they are. */
export function thousands(value: number): string {
  const [whole, ...rest] = String(value).split(/(?=[.e])/);
  return [whole!.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join("");
}

const magnitudes = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** `15.47 G`: four significant digits and a decimal prefix. */
export function compact(value: number): string {
  for (const [size, prefix] of magnitudes) {
    if (Math.abs(value) >= size) return `${(value / size).toPrecision(4)} ${prefix}`;
  }
  return significant(value);
}

/** `60.95 MB`, in decimal megabytes. */
export function bytes(value: number): string {
  return value < 1e3 ? `${value} B` : `${compact(value)}B`;
}

/** At most four significant digits, without trailing zeros: `0.9388`, `62`, `1.5e-7`. */
export function significant(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
