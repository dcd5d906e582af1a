import HtmlWebpackPlugin from "html-webpack-plugin";

export default {
  entry: "./src/main.js",
  experiments: { outputModule: true },
  output: { clean: true, module: true },
  plugins: [new HtmlWebpackPlugin({ template: "src/index.html", scriptLoading: "module" })],
  // onnxruntime-web is large, and loaded when it is used.
  performance: { hints: false },
};
