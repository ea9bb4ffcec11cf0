import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Listeners } from "./listeners";

/** Frames that the browser owes; a page that nobody sees is given none. */
let frames: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => frames.push(draw));
  vi.stubGlobal("cancelAnimationFrame", (number: number) => {
    frames[number - 1] = () => undefined;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("several changes in a frame are told once", () => {
  const listeners = new Listeners();
  const told = vi.fn();
  listeners.subscribe(told);
  listeners.tellSoon();
  listeners.tellSoon();
  frames.forEach((draw) => draw());
  vi.advanceTimersByTime(10_000);
  expect(told).toHaveBeenCalledTimes(1);
});

test("in a tab in the background, which draws no frames, changes are told all the same", () => {
  const listeners = new Listeners();
  const told = vi.fn();
  listeners.subscribe(told);
  listeners.tellSoon();
  vi.advanceTimersByTime(1000);
  expect(told).toHaveBeenCalledTimes(1);
  frames.forEach((draw) => draw()); // the tab is looked at again
  expect(told).toHaveBeenCalledTimes(1);
  listeners.tellSoon();
  vi.advanceTimersByTime(1000);
  expect(told).toHaveBeenCalledTimes(2);
});
