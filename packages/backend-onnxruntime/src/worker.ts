// A worker that runs ONNX Runtime for the thread that started it: see `connectBackend` of @blockzoo/core.
import { serveBackend } from "@blockzoo/core";
import { onnxruntime } from "./backend.js";

serveBackend(onnxruntime);
