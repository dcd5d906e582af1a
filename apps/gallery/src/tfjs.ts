export function openTfjs(device: string): never {
  throw new Error(device);
}
