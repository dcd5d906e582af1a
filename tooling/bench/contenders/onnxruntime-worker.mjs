// The worker from its sources: threads of Node do not take over the loader of the thread that starts them.
import { register } from "tsx/esm/api";

register();
await import("@blockzoo/backend-onnxruntime/worker");
