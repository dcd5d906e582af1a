import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { serveBackend } from "@blockzoo/core";

serveBackend(onnxruntime);
