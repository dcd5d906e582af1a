/** The source that a relative specifier means, from the file that imports it: `./a.js` is written in `./a.ts`. */
export function sourcePath(from: string, specifier: string): string {
  const { pathname } = new URL(specifier, `file://${from}`);
  return pathname.endsWith(".ts") ? pathname : `${pathname.replace(/\.js$/, "")}.ts`;
}
