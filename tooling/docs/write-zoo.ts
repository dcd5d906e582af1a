// Writes docs/zoo.md and docs/zoo.svg: pnpm docs:zoo
import { writeZooDocuments } from "./zoo.js";

await writeZooDocuments();
