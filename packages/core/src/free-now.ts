/**
 * Gives the memory of an array back at once, which leaves it without elements. A garbage collector counts the bytes behind
 * arrays late: by the time it comes, several states of a network have been replaced.
 *
 * An array that is only a part of its buffer is left to the collector, since others may be there too.
 */
export function freeNow({ buffer, byteLength }: ArrayBufferView): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== byteLength || byteLength === 0) return;
  const own: ArrayBuffer & Es2024 = buffer;
  if (own.transfer !== undefined) own.transfer(0);
  else nowhere().postMessage(undefined, [own]);
}

/** Node 22, Chrome 114, Firefox 122, Safari 17.4. */
interface Es2024 {
  transfer?(byteLength: number): ArrayBuffer;
}

let closed: MessagePort | undefined;

/** For Node below 22: what is handed to a port that nobody listens at is dropped there. */
function nowhere(): MessagePort {
  if (closed === undefined) {
    const { port1, port2 } = new MessageChannel();
    port2.close();
    closed = port1;
  }
  return closed;
}
