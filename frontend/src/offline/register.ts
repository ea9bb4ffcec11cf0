/** Asks the browser to keep the page and its events for the next time, also without a network. */
import { pageBuild } from "../host";

/** Never fails: where the browser keeps nothing (a private window, plain http), all goes on. */
export async function keepForOffline(): Promise<void> {
  const isServed = location.protocol === "https:" || location.protocol === "http:";
  if (!isServed || !isSecureContext || pageBuild() === "" || !("serviceWorker" in navigator))
    return;
  try {
    const isKnown = navigator.serviceWorker.controller !== null;
    const registration = await navigator.serviceWorker.register("./sw.js", {
      updateViaCache: "none",
    });
    const { active } = await navigator.serviceWorker.ready;
    // The first visit's events came before anybody was there to keep them.
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    active?.postMessage({ keep: loaded });
    // Browsers look for a newer version by themselves, but when they please.
    if (isKnown) await registration.update();
  } catch {
    // Offline is a comfort, not a condition.
  }
}
