import { encodePng } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import type { Manner } from "./manner.js";
import type { Painter } from "./painter.js";

export const command: TaskCommand<Manner, Painter> = {
  takes: "an image (.png, .jpg)",
  async answer({ input, use, signal }) {
    const painted = await use.paint(input, { ...(signal && { signal }) });
    const { width, height } = painted;
    return {
      text: `${input} in the manner of ${use.style}, ${width} x ${height} pixels: --out painted.png writes it`,
      json: { style: use.style, image: { width, height, channels: 3 } },
      files: { ".png": () => encodePng(painted) },
    };
  },
};
