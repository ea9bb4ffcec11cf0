/** Which datasets the server has ready, asked for again as long as one is not. */
import { fetchStatus } from "./data";
import { FULL_DETECTOR } from "./model/level";
import type { DatasetStatus, Level } from "./model/types";

const POLL_MS = 2000;
/** What cannot be had may come later: the server goes on trying, a network may be back. */
const RETRY_MS = 60_000;

export class Arrivals {
  statuses: DatasetStatus[] = [];

  /** `onFailure`: the very first question had no answer; later ones keep what is known. */
  constructor(
    private readonly onChange: () => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  async refresh(): Promise<void> {
    try {
      this.statuses = await fetchStatus();
    } catch (error) {
      if (this.statuses.length === 0) this.onFailure(error);
    }
    // One answer that is missed must not end the watch.
    const has = (state: DatasetStatus["state"]): boolean =>
      this.statuses.some((status) => status.state === state);
    if (has("fetching") || has("unavailable")) {
      setTimeout(() => void this.refresh(), has("fetching") ? POLL_MS : RETRY_MS);
    }
    this.onChange();
  }

  /** Where the events of a dataset are at that level, or null while they are not ready. */
  urlOf(id: string, level: Level): string | null {
    const status = this.statuses.find((s) => s.id === id);
    if (level === FULL_DETECTOR) return status?.data_url ?? null;
    return status?.levels?.find((one) => one.level === level)?.data_url ?? null;
  }

  /** Some dataset that can be shown now. */
  get anyReady(): string | undefined {
    return this.statuses.find((s) => s.state === "ready" && s.data_url !== null)?.id;
  }
}
