// Writes docs/zoo.md and docs/zoo.svg: pnpm docs:zoo
import { writeZooDocuments } from "./page.js";

await writeZooDocuments();
