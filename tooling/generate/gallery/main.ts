// Writes apps/gallery/src/hall/silhouettes.ts: pnpm generate:silhouettes
import { writeSilhouettesFile } from "./silhouettes.js";

await writeSilhouettesFile();
