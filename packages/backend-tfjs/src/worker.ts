// A worker that runs tfjs for the thread that started it: see `connectBackend` of @blockzoo/core.
import { serveBackend } from "@blockzoo/core";
import { tfjs } from "./backend.js";

serveBackend(tfjs);
