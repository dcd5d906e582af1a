/// <reference types="vite/client" />

/** The text of a module and of all that it imports: `single-file-plugin.ts`. */
declare module "*?single-file" {
  const code: string;
  export default code;
}
