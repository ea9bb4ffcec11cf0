import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Arrivals } from "./arrivals";
import { fetchStatus } from "./data";
import type { DatasetStatus } from "./model/types";

vi.mock("./data");

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const status = (state: DatasetStatus["state"]): DatasetStatus[] => [
  {
    ...{ id: "one", state, message: "", bytes_done: 0, bytes_total: 0 },
    data_url: state === "ready" ? "data/one-1.bin" : null,
  },
];

test("a set on its way is asked for soon, one that cannot be had later, one that is here no more", async () => {
  const answers = (["fetching", "unavailable", "ready"] as const).map(status);
  const asked = vi.mocked(fetchStatus).mockImplementation(() => Promise.resolve(answers.shift()!));
  const arrivals = new Arrivals(vi.fn(), vi.fn());
  await arrivals.refresh();
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(arrivals.anyReady).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1000);
  expect(arrivals.anyReady).toBe("one");
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked).toHaveBeenCalledTimes(3);
});
