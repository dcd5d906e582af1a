import type { Remote } from "comlink";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import { UpdateNotice } from "../offline/update-notice.js";
import { useOffline } from "../offline/use-offline.js";
import { useAddress } from "./address.js";
import "./frame.css";
import { Header } from "./header.js";
import { PageView } from "./page-view.js";
import { pages } from "./pages.js";
import { useRuntime } from "./use-runtime.js";
import { useScroll } from "./use-scroll.js";
import { useVisited } from "./use-visited.js";

/** The header, and the pages that were visited: what goes on in one goes on while another is looked at. */
export function App({ laboratory }: { readonly laboratory: Remote<Laboratory> }) {
  const address = useAddress();
  const visited = useVisited(address);
  const runtime = useRuntime(
    laboratory,
    visited.some(({ page }) => pages[page].computes),
  );
  const offline = useOffline();
  useScroll(address);
  return (
    <>
      <Header address={address} runtime={runtime} canHaveThreads={!crossOriginIsolated && offline.isThere} />
      {offline.hasUpdate && <UpdateNotice onUpdate={offline.update} />}
      {visited.map((each) => (
        <PageView
          key={each.page}
          isShown={each.page === address.page}
          address={each}
          laboratory={laboratory}
          runtime={runtime.name}
          isOpen={runtime.isOpen}
        />
      ))}
    </>
  );
}
