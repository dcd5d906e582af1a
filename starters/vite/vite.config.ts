import { defineConfig } from "vite";

export default defineConfig({
  // The entry of lenet waits for its network, which older browsers cannot do at the top of a module.
  build: { target: "es2022" },
  // In development, served as they are: onnxruntime-web and the packaged weights find their files beside themselves.
  optimizeDeps: { exclude: ["onnxruntime-web", "@blockzoo/lenet"] },
});
