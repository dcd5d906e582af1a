import { useEffect, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import { CodesRoom } from "./codes/codes-room.js";
import { DigitsRoom } from "./digits/digits-room.js";
import { DreamsRoom } from "./dreams/dreams-room.js";
import { PainterRoom } from "./painter/painter-room.js";
import type { RoomProps } from "./props.js";
import { TexturesRoom } from "./textures/textures-room.js";
import { TranscriberRoom } from "./transcriber/transcriber-room.js";
import { TranslatorRoom } from "./translator/translator-room.js";
import { WriterRoom } from "./writer/writer-room.js";

/** A part of the page with an address of its own, `#digits`: one thing that networks do. */
interface GalleryRoom {
  readonly name: string;
  readonly title: string;
  readonly Room: ComponentType<RoomProps>;
}

export const rooms: readonly GalleryRoom[] = [
  { name: "digits", title: "Read digits", Room: DigitsRoom },
  { name: "transcriber", title: "Write down speech", Room: TranscriberRoom },
  { name: "translator", title: "Translate", Room: TranslatorRoom },
  { name: "writer", title: "Write", Room: WriterRoom },
  { name: "painter", title: "Paint", Room: PainterRoom },
  { name: "textures", title: "Make textures", Room: TexturesRoom },
  { name: "codes", title: "Say it in numbers", Room: CodesRoom },
  { name: "dreams", title: "Dream", Room: DreamsRoom },
];

/** The room that the address names, by default the first. */
export function useRoom(): string {
  const [name, setName] = useState(roomOfAddress);
  useEffect(() => {
    const follow = () => setName(roomOfAddress());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return name;
}

function roomOfAddress(): string {
  const asked = location.hash.slice(1);
  return rooms.some(({ name }) => name === asked) ? asked : rooms[0]!.name;
}
