export { privateCheckpoints, privateRuns, removePrivateCheckpoints } from "./private-checkpoints.js";
