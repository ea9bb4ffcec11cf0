/** The page's end of one long judgement: a worker of its own, and what it has found so far. */
import { Listeners } from "./listeners";
import type { JudgingNews, JudgingOrder } from "./model/judging";

export type JudgementState = "idle" | "running" | "stopped" | "done" | "failed";

type Failure = Extract<JudgingNews, { type: "judging-failed" }>["reason"] | "worker";

export class Judgement {
  state: JudgementState = "idle";
  /** Names the model that is judged, so that a later one can be told from it. */
  model = "";
  /** Steps that are over, of all. */
  done = 0;
  all = 0;
  /** What was found, in the order it was told. */
  news: readonly JudgingNews[] = [];
  reason: Failure | null = null;
  /** Those who look at it: the rest of the page is not drawn again for every step. */
  readonly listeners = new Listeners();
  #worker: Worker | null = null;

  constructor(private readonly makeWorker: () => Worker) {}

  /** Begins anew; whatever was under way or found is gone. */
  start(order: JudgingOrder, model: string): void {
    this.#end();
    Object.assign(this, { state: "running", model, done: 0, all: 0, news: [], reason: null });
    // The run at hand keeps its own worker: neither waits for the other, and to stop is to end one.
    const worker = this.makeWorker();
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<JudgingNews>) => {
      if (worker === this.#worker) this.#hear(event.data);
    };
    worker.onerror = () => this.#fail("worker");
    worker.postMessage(order);
    this.listeners.tellSoon();
  }

  /** What was found so far stays. */
  stop(): void {
    if (this.state !== "running") return;
    this.state = "stopped";
    this.#end();
    this.listeners.tellSoon();
  }

  #hear(news: JudgingNews): void {
    if (news.type === "judging-failed") {
      this.#fail(news.reason);
      return;
    }
    if (news.type === "judging") {
      ({ done: this.done, all: this.all } = news);
      if (news.done === news.all) {
        this.state = "done";
        this.#end();
      }
    } else {
      this.news = [...this.news, news];
    }
    this.listeners.tellSoon();
  }

  #fail(reason: Failure): void {
    this.state = "failed";
    this.reason = reason;
    this.#end();
    this.listeners.tellSoon();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
