import { useEffect, useState } from "preact/hooks";

/** What is known of the copy of the app on this machine. */
export interface Offline {
  /** Whether the page comes from it: the next load does. */
  readonly isThere: boolean;
  /** Whether a newer version waits until it is wanted. */
  readonly hasUpdate: boolean;
  /** Loads the newer version. */
  update(): void;
}

/** Keeps the app on the machine, and says when a newer version of it is there. Nothing of it while the app is developed. */
export function useOffline(): Offline {
  const [isThere, setIsThere] = useState(false);
  const [waiting, setWaiting] = useState<ServiceWorker>();
  useEffect(() => {
    if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
    const see = (registration: ServiceWorkerRegistration) => {
      setIsThere(registration.active !== null);
      setWaiting((registration.active !== null && registration.waiting) || undefined);
    };
    void keepApp(see).catch((error: unknown) => console.warn("The page will not open without a network:", error));
  }, []);
  return {
    isThere,
    hasUpdate: waiting !== undefined,
    update: () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting?.postMessage("take over");
    },
  };
}

/** Installs the service worker, and tells of each change of it. */
async function keepApp(onChange: (registration: ServiceWorkerRegistration) => void): Promise<void> {
  const registration = await navigator.serviceWorker.register("service-worker.js", { updateViaCache: "none" });
  const follow = (worker: ServiceWorker | null) =>
    worker?.addEventListener("statechange", () => onChange(registration));
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  const { active } = await navigator.serviceWorker.ready;
  onChange(registration);
  active?.postMessage("complete");
}
