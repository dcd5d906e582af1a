import type { ComponentType } from "preact";
import { useRef } from "preact/hooks";
import { CodesRoom } from "../codes/codes-room.js";
import { DigitsRoom } from "../digits/digits-room.js";
import { DreamsRoom } from "../dreams/dreams-room.js";
import type { PageProps } from "../frame/page.js";
import { PainterRoom } from "../painter/painter-room.js";
import type { RoomProps } from "../props.js";
import { TexturesRoom } from "../textures/textures-room.js";
import { TranscriberRoom } from "../transcriber/transcriber-room.js";
import { TranslatorRoom } from "../translator/translator-room.js";
import { WriterRoom } from "../writer/writer-room.js";
import "./rooms.css";

/** What networks do, by family, or by variant. */
const rooms: Readonly<Record<string, ComponentType<RoomProps>>> = {
  lenet: DigitsRoom,
  ctc: TranscriberRoom,
  seq2seq: TranslatorRoom,
  rnn: WriterRoom,
  "style-transfer/stylist": PainterRoom,
  "style-transfer/texture-network": TexturesRoom,
  autoencoder: CodesRoom,
  rbm: DreamsRoom,
};

/** `#/families/lenet`: what the networks of a family do. What goes on in a room goes on while another is looked at. */
export function RoomsPage({ address, ...props }: PageProps) {
  const place = address.parts.join("/");
  const isAt = (name: string) => name === place || name.startsWith(`${place}/`);
  const visited = useRef(new Set<string>());
  for (const name of Object.keys(rooms).filter(isAt)) visited.current.add(name);
  return (
    <>
      <h1>{place}</h1>
      {Object.entries(rooms)
        .filter(([name]) => visited.current.has(name))
        .map(([name, Room]) => (
          <div key={name} class="rooms" hidden={!isAt(name)}>
            <Room {...props} />
          </div>
        ))}
    </>
  );
}
