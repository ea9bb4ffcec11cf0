/** Which datasets the server has ready, asked for again while one is on its way. */
import { fetchStatus } from "./data";
import { FULL_DETECTOR } from "./model/level";
import type { DatasetStatus, Level } from "./model/types";

const POLL_MS = 2000;

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
    if (this.statuses.some((s) => s.state === "fetching")) {
      setTimeout(() => void this.refresh(), POLL_MS);
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
