import { afterEach, expect, test, vi } from "vitest";
import { Judgement } from "./judgement";
import type { JudgingNews, JudgingOrder } from "./model/judging";

afterEach(() => vi.unstubAllGlobals());

/** A worker that says what the test lets it say. */
class Puppet {
  onmessage: ((event: { data: JudgingNews }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly heard: unknown[] = [];
  isEnded = false;

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(...news: JudgingNews[]): void {
    for (const data of news) this.onmessage?.({ data });
  }
}

const ORDER = { type: "k-fold" } as unknown as JudgingOrder;
const PART = { type: "part", area: { kind: "diverged" } } as const;

function begun() {
  const puppets: Puppet[] = [];
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => (frames.push(draw), 1));
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  const frames: (() => void)[] = [];
  const make = (): Worker => {
    puppets.push(new Puppet());
    return puppets.at(-1) as unknown as Worker;
  };
  const judgement = new Judgement(make);
  const seen = vi.fn();
  judgement.listeners.subscribe(seen);
  judgement.start(ORDER, "model 1");
  return { judgement, puppets, seen, draw: () => frames.splice(0).forEach((frame) => frame()) };
}

test("pieces are kept as they come, and the last step ends the worker", () => {
  const { judgement, puppets, seen, draw } = begun();
  expect(puppets[0].heard).toEqual([ORDER]);
  puppets[0].say({ type: "judging", done: 1, all: 2 }, PART);
  expect(judgement).toMatchObject({ state: "running", done: 1, all: 2, news: [PART] });
  puppets[0].say({ type: "judging", done: 2, all: 2 });
  expect(judgement).toMatchObject({ state: "done", model: "model 1", news: [PART] });
  expect(puppets[0].isEnded).toBe(true);
  draw();
  expect(seen).toHaveBeenCalledTimes(1);
});

test("stopping ends the worker and keeps what was found", () => {
  const { judgement, puppets } = begun();
  puppets[0].say(PART);
  judgement.stop();
  expect(puppets[0].isEnded).toBe(true);
  puppets[0].say(PART);
  expect(judgement).toMatchObject({ state: "stopped", news: [PART] });
});

test("a new start ends the one before and hears nothing more of it", () => {
  const { judgement, puppets } = begun();
  judgement.start(ORDER, "model 2");
  expect(puppets[0].isEnded).toBe(true);
  puppets[0].say(PART);
  expect(judgement).toMatchObject({ state: "running", model: "model 2", news: [] });
});

test("a failure and a broken worker are told apart", () => {
  const { judgement, puppets } = begun();
  puppets[0].say({ type: "judging-failed", reason: "no-signal", detail: "none" });
  expect(judgement).toMatchObject({ state: "failed", reason: "no-signal" });
  judgement.start(ORDER, "model 1");
  puppets[1].onerror?.();
  expect(judgement).toMatchObject({ state: "failed", reason: "worker" });
  expect(puppets[1].isEnded).toBe(true);
});
