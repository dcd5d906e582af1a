// Addresses within the page, behind the hash, so that any static host serves them: `#/families/resnet/resnet50?tab=inside`.
import { useEffect, useState } from "preact/hooks";

/** The first part of an address; the empty one is the hall. */
export const pageNames = ["hall", "families", "training", "teach", "blocks", "playground", "own"] as const;

export type PageName = (typeof pageNames)[number];

export interface Address {
  readonly page: PageName;
  /** What stands behind the page's name: `["resnet", "resnet50"]`. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

/**
 * The address of a page, for links.
 *
 * @example hrefOf("families", ["resnet", "resnet50"], { tab: "inside" }) // "#/families/resnet/resnet50?tab=inside"
 */
export function hrefOf(
  page: PageName,
  parts: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const path = [...(page === "hall" ? [] : [page]), ...parts].map(encodeURIComponent).join("/");
  const asked = String(new URLSearchParams(query));
  return `#/${path}${asked === "" ? "" : `?${asked}`}`;
}

/** What a hash names; the hall where there is no such page. */
export function addressOf(hash: string): Address {
  const [path, ...asked] = hash.replace(/^#?\/?/, "").split("?");
  const [first = "", ...parts] = path!.split("/").filter(Boolean).map(decoded);
  const query = new URLSearchParams(asked.join("?"));
  const page = pageNames.find((name) => name === first);
  return page === undefined ? { page: "hall", parts: [], query } : { page, parts, query };
}

/** What follows the address bar. */
export function useAddress(): Address {
  const [address, setAddress] = useState(() => addressOf(location.hash));
  useEffect(() => {
    const follow = () => setAddress(addressOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return address;
}

/** Changes the address without a step to go back to, as a filter does while one types. */
export function replaceAddress(href: string): void {
  history.replaceState(history.state, "", href);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** A part as it was before it was put into an address; one that a hand spoiled stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
