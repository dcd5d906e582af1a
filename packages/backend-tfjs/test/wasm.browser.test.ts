import file from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { describeDevice } from "./suites.js";

describeDevice({ device: "wasm", wasmPaths: new URL(".", new URL(file, location.href)).href });
