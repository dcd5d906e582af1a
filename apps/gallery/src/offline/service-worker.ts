// Keeps the app on the machine: the page opens without a network, and on hosts that cannot send the headers of isolation it has them.
import type { BuiltFile } from "./built-file.js";

/** What was built, and a name for it; the build puts them in. */
declare const BUILT_FILES: readonly BuiltFile[];
declare const BUILD_NAME: string;

interface LifetimeEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface RequestEvent extends LifetimeEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: LifetimeEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: RequestEvent) => void): void;
  addEventListener(type: "message", listener: (event: LifetimeEvent & MessageEvent) => void): void;
}
const worker = self as unknown as WorkerScope;

const prefix = "blockzoo-";
const ownCache = `${prefix}${BUILD_NAME}`;
const scope = worker.registration.scope;
const page = new URL("index.html", scope).href;
const built = new Map(BUILT_FILES.map((file) => [new URL(file.path, scope).href, file]));

/** What makes a page isolated, so that WebAssembly has threads; nothing comes from other hosts. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

worker.addEventListener("install", (event) => {
  // The first one takes over as soon as it has the page; a newer version is complete before it is offered.
  const isFirst = worker.registration.active === null;
  event.waitUntil(isFirst ? keep(page) : complete());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "complete") event.waitUntil(complete());
  if (event.data === "take over") event.waitUntil(worker.skipWaiting());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  address.search = "";
  address.hash = "";
  const isPage = request.mode === "navigate" && (address.href === scope || address.href === page);
  const wanted = isPage ? page : address.href;
  if (request.method !== "GET") return;
  if (built.has(wanted)) event.respondWith(kept(wanted).then(isolated));
  else if (wanted.startsWith(scope)) event.respondWith(ofEarlierVersion(wanted, request));
});

/** A tab that still runs the version before asks for files that the host may have no more. */
async function ofEarlierVersion(address: string, request: Request): Promise<Response> {
  const found = await caches.match(address);
  return found === undefined ? fetch(request) : isolated(found);
}

/** From what is kept, else from the network, and kept from then on. */
async function kept(address: string): Promise<Response> {
  const found = await find(address);
  if (found !== undefined) return found;
  const response = await fetch(address);
  if (response.ok) await (await caches.open(ownCache)).put(address, response.clone());
  return response;
}

/** The page is that of this version; all other names change with what is in the files, so that any version's will do. */
async function find(address: string): Promise<Response | undefined> {
  return address === page ? (await caches.open(ownCache)).match(page) : caches.match(address);
}

/** Files that are fetched at the same time. */
const together = 8;

/** Keeps all that is needed to open any page, with what earlier versions have of it and what was used in them. */
async function complete(): Promise<void> {
  const addresses = [...built.keys()];
  for (let at = 0; at < addresses.length; at += together) {
    await Promise.all(addresses.slice(at, at + together).map(keepIfNeeded));
  }
}

async function keepIfNeeded(address: string): Promise<void> {
  if (built.get(address)!.isKept || (await caches.match(address)) !== undefined) await keep(address);
}

async function keep(address: string): Promise<void> {
  const own = await caches.open(ownCache);
  if ((await own.match(address)) !== undefined) return;
  const known = address === page ? undefined : await caches.match(address);
  const response = known ?? (await fetch(address, { cache: address === page ? "no-cache" : "default" }));
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  await own.put(address, response);
}

/** The version before this one stays: a tab may still be running it. */
async function forgetOld(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== ownCache);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

function isolated(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
