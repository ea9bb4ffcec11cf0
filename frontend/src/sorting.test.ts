import { afterEach, expect, test, vi } from "vitest";
import { makeWorker } from "./makeWorker";
import type { Dataset } from "./model/types";
import { sortedApart } from "./sorting";

vi.mock("./makeWorker");
afterEach(() => vi.useRealTimers());

test("a worker that dies in silence leaves the sorting to the page", async () => {
  vi.useFakeTimers();
  const worker = { postMessage: vi.fn(), terminate: vi.fn() };
  vi.mocked(makeWorker).mockReturnValue(worker as unknown as Worker);
  const sorted = sortedApart({ nEvents: 1_000_000, features: [] } as unknown as Dataset);
  expect(worker.postMessage).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await sorted).toBeNull();
  expect(worker.terminate).toHaveBeenCalledOnce();
});
