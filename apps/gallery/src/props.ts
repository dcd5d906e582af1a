import type { PageProps } from "./frame/page.js";

/** What a room is given: it has no address of its own. */
export type RoomProps = Omit<PageProps, "address">;
