import { BlockzooError, messageOf, parseRecord, parseString } from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import { encodePng } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import type { Generator, ImageRequest } from "./generator.js";
import type { Views } from "./views.js";

export const command: TaskCommand<Views, Generator> = {
  takes: `what is drawn, and from where in degrees: '{"style": "3", "azimuth": 45}'`,
  async answer({ input, use }) {
    const { width, height, channels, data } = await use.generate(requestOf(input, use.angles));
    const colour = channels === 1 ? "grey" : "colour";
    return {
      text: `an image of ${width} x ${height} pixels in ${colour}: --out image.png writes it`,
      json: { image: { width, height, channels } },
      files: {
        ".png": () => encodePng({ width, height, channels: channels!, data }),
        ".npy": () => encodeNpy({ dtype: "int32", shape: [height, width, channels!], data: Int32Array.from(data) }),
      },
    };
  },
};

/** `{ "style": "3", "azimuth": 45 }`, where a mixture of styles is a record of shares; the only angle is also `angle`. */
function requestOf(input: string, angles: readonly string[]): ImageRequest {
  const { style, ...named } = parseRecord(parsed(input), input);
  const view = Object.entries(named).map(([name, degrees]) => {
    if (typeof degrees === "number")
      return [name === "angle" && angles.length === 1 ? angles[0]! : name, degrees] as const;
    throw new BlockzooError(`${input}: ${name} must be a number of degrees, found ${JSON.stringify(degrees)}`);
  });
  const shares = typeof style === "object" ? parseRecord(style, `${input}: style`) : undefined;
  return {
    style: (shares as Record<string, number> | undefined) ?? parseString(style, `${input}: style`),
    view: Object.fromEntries(view),
  };
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new BlockzooError(`${input}: is no JSON, expected ${command.takes} (${messageOf(cause)})`, { cause });
  }
}
