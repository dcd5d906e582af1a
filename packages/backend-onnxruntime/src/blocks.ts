import type { Tables } from "./blocked/tables.js";
import type { OrtDevice } from "./device.js";

/**
 * What writes convolutions in blocks of channels for this machine; undefined where it has none. It is loaded when it is asked for: a
 * page, whose runtime has no blocks, would fetch it for nothing, and all gradients with it.
 */
export async function blocksOf(device: OrtDevice): Promise<((tables: Tables) => Tables) | undefined> {
  const [{ blockSizeOf }, { blockedTables }] = await Promise.all([
    import("./blocked/block-size.js"),
    import("./blocked/tables.js"),
  ]);
  const block = await blockSizeOf(device);
  return block === undefined ? undefined : (tables) => blockedTables(block, tables);
}
