export { privateCheckpoints, removePrivateCheckpoints } from "./private-checkpoints.js";
