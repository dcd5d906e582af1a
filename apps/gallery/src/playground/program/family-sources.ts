/** The sources of all families by path from their package: `resnet/src/variants.ts`. Fetched with the first that is opened. */
export const familySources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>("../../../../../packages/models/*/src/**/*.ts", {
      query: "?raw",
      import: "default",
      eager: true,
    }),
  ).map(([path, text]) => [path.replace(/^.*\/packages\/models\//, ""), text]),
);
