import { render } from "preact";
import { App } from "./app.js";
import { startLaboratory } from "./laboratory/start.js";

render(<App laboratory={startLaboratory()} />, document.getElementById("app")!);
