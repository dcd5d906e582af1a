import { useRef } from "preact/hooks";
import type { Address, PageName } from "./address.js";

/** The address at which each page was last shown, in the order of the first visits. */
export function useVisited(address: Address): readonly Address[] {
  const visited = useRef(new Map<PageName, Address>());
  visited.current.set(address.page, address);
  return [...visited.current.values()];
}
