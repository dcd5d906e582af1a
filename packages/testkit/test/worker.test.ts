// Every op's graph survives the journey to a worker: here both ends are in one thread, where messages are copied as well.
import { connectBackend, referenceBackend, serveBackend } from "@blockzoo/core";
import { describeBackendBlocks, describeBackendOps } from "../src/index.js";

async function remoteReference() {
  const { port1, port2 } = new MessageChannel();
  serveBackend(async () => referenceBackend(), port1);
  return connectBackend(Object.assign(port2, { terminate: () => port1.close() }));
}

describeBackendOps(remoteReference);
describeBackendBlocks(remoteReference);
