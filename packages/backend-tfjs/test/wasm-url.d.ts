/** How bundlers name the address of a file. */
declare module "*.wasm?url" {
  const url: string;
  export default url;
}
