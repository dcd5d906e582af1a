// Preloaded into every process of a sandbox: no connection leaves the machine, whatever a package tries.
import net from "node:net";

const loopback = new Set(["localhost", "127.0.0.1", "::1"]);
const connect = net.Socket.prototype.connect;

/** @this {net.Socket} @param {any[]} args */
net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const { host = "localhost", path } =
    typeof first === "object" ? first : { host: typeof args[1] === "string" ? args[1] : undefined };
  if (typeof path === "string" || loopback.has(host)) return Reflect.apply(connect, this, args);
  process.nextTick(() => this.destroy(new Error(`no-network: a connection to ${host} was refused`)));
  return this;
};
