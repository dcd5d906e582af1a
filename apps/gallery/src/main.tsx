import { render } from "preact";
import "./design/base.css";
import { App } from "./frame/app.js";
import { startLaboratory } from "./laboratory/start.js";

render(<App laboratory={startLaboratory()} />, document.getElementById("app")!);
