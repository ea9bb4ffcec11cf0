/** Sorts the columns of many events in a worker: the page would stand still for a second. */
import { makeWorker } from "./makeWorker";
import type { SortedColumn } from "./model/order";
import type { Dataset } from "./model/types";

/** Fewer events are sorted faster than a worker begins. */
const APART_FROM = 100_000;

/** A million events take a second; a worker without memory may die and say nothing. */
const PATIENCE_MS = 20_000;

/** What the worker is asked; it answers with a SortedColumn for each. */
export interface SortingOrder {
  readonly type: "sort";
  readonly columns: readonly Float32Array[];
}

/** The columns in order; null where the page sorts them itself, for they are short or no worker does. */
export async function sortedApart(dataset: Dataset): Promise<readonly SortedColumn[] | null> {
  if (dataset.nEvents < APART_FROM) return null;
  const worker = makeWorker();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sorted = await new Promise<readonly SortedColumn[] | null>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<readonly SortedColumn[]>) => resolve(data);
    worker.onerror = () => resolve(null);
    worker.onmessageerror = () => resolve(null);
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
    const order: SortingOrder = { type: "sort", columns: dataset.features };
    worker.postMessage(order);
  });
  clearTimeout(timer);
  worker.terminate();
  return sorted;
}
