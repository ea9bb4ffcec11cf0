/** The one place that starts the training worker, so that a build may bring it along differently. */
export function makeWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}
