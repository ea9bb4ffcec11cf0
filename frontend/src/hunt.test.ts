import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import { fetchDataset, fetchStatus, PageError } from "./data";
import { Hunt } from "./hunt";
import { eventsOf, FACTS, ownTable, ready, TestPage } from "./huntTesting";
import vectors from "../../tests/vectors/exchange.json";
import { decodeNetwork } from "./model/exchange";
import { encodeCode } from "./model/networkCode";
import { ascendingOrder, sortedColumn } from "./model/order";
import type { Dataset } from "./model/types";
import type { OwnSet } from "./own/set";
import type { SortingOrder } from "./sorting";
import { readState } from "./state";
import { language, speak } from "./text";
import { LOADERS } from "./text/languages";

interface Puppet {
  readonly postMessage: Mock;
  readonly terminate: Mock;
  onmessage?: (event: { data: unknown }) => void;
}
const workers = vi.hoisted((): Puppet[] => []);
vi.mock("./makeWorker", () => ({
  makeWorker: () => {
    workers.push({ postMessage: vi.fn(), terminate: vi.fn() });
    return workers.at(-1);
  },
}));
vi.mock("./data", async (original) => ({
  ...(await original<typeof import("./data")>()),
  fetchStatus: vi.fn(),
  fetchDataset: vi.fn(),
}));

/** Files on their way, by address: the test says when, and whether, they arrive. */
let underWay: Map<string, { arrive: (dataset: Dataset) => void; break: (why: Error) => void }>;

beforeEach(() => {
  vi.useFakeTimers();
  workers.length = 0;
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("navigator", { languages: ["en"] });
  vi.stubGlobal("document", { documentElement: {} });
  vi.stubGlobal("requestAnimationFrame", () => 1);
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  vi.stubGlobal("reportError", vi.fn());
  underWay = new Map();
  vi.mocked(fetchStatus).mockResolvedValue([ready("one"), ready("two")]);
  vi.mocked(fetchDataset).mockImplementation(
    (url) =>
      new Promise((resolve, reject) => {
        underWay.set(url, { arrive: resolve, break: reject });
      }),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

async function arrives(id: string): Promise<void> {
  underWay.get(`data/${id}.bin`)!.arrive(eventsOf(id));
  await settled();
}

async function breaks(id: string, why: Error = new PageError("error.offline")): Promise<void> {
  underWay.get(`data/${id}.bin`)!.break(why);
  await settled();
}

/** A page that shows set one, cut at met > 15. */
async function opened(fragment = "#data=one&cut.met=15~", own: OwnSet | null = null) {
  const page = new TestPage(fragment);
  const hunt = new Hunt(FACTS, own, page);
  void hunt.start();
  await settled();
  return { page, hunt };
}

/** State, address and events all speak about this set. */
function isAt({ hunt, page }: { hunt: Hunt; page: TestPage }, id: string): void {
  expect(hunt.dataset?.id).toBe(id);
  expect(hunt.state.dataset).toBe(id);
  expect(hunt.arriving).toBeNull();
  expect(new URLSearchParams(page.fragment().slice(1)).get("data")).toBe(id);
}

test("a link changes nothing until its events are there, and everything then", async () => {
  const at = await opened();
  await arrives("one");
  at.page.go("#data=two&stop=judge&cut.mll=2~");
  await settled();
  expect(at.hunt.arriving).toBe("two");
  expect(at.hunt.state).toMatchObject({ dataset: "one", stop: "collide" });
  expect(at.hunt.expected!.kept(at.hunt.codes).background.count).toBe(1);
  await arrives("two");
  isAt(at, "two");
  expect(at.hunt.state).toMatchObject({ stop: "judge", cuts: { mll: { low: 2, high: null } } });
});

test("of two links only the last one is followed, whichever arrives first", async () => {
  vi.mocked(fetchStatus).mockResolvedValue([ready("one"), ready("two"), ready("three")]);
  const at = await opened();
  await arrives("one");
  at.page.go("#data=two&stop=judge");
  at.page.go("#data=three&stop=cut");
  await arrives("three");
  await arrives("two");
  isAt(at, "three");
  expect(at.hunt.state.stop).toBe("cut");
});

test("going back to what is shown calls off what was on its way", async () => {
  const at = await opened();
  await arrives("one");
  at.page.go("#data=two&stop=judge");
  at.page.go("#data=one&stop=learn");
  await arrives("two");
  isAt(at, "one");
  expect(at.hunt.state.stop).toBe("learn");
});

test("a failed load leaves state, address and events as they were, with one sentence", async () => {
  const at = await opened();
  await arrives("one");
  const before = at.hunt.state;
  at.page.go("#data=two&stop=judge");
  await breaks("two");
  isAt(at, "one");
  expect(at.hunt.state).toEqual(before);
  expect(at.hunt.failure).toBe("error.offline");
  expect(at.hunt.notices).toEqual([]);
  at.page.go("#data=one");
  await settled();
  expect(at.hunt.failure).toBeNull();
});

test("a link to events that are not here keeps what is shown, with one sentence", async () => {
  const at = await opened();
  await arrives("one");
  at.page.go("#data=three&stop=judge");
  await settled();
  isAt(at, "one");
  expect(at.hunt.state.stop).toBe("collide");
  expect(at.hunt.notices.map(({ key }) => key)).toEqual(["notice.notready"]);
});

test("a page that begins with such a link shows other events, and keeps what fits", async () => {
  const at = await opened("#data=three&stop=cut&cut.met=15~");
  await arrives("one");
  isAt(at, "one");
  expect(at.hunt.state).toMatchObject({ stop: "cut", cuts: { met: { low: 15, high: null } } });
  expect(at.hunt.notices.map(({ key }) => key)).toEqual(["notice.notready"]);
});

test("what a link asks for in vain is said, also while the page still waits for its first events", async () => {
  const at = await opened();
  at.page.go("#data=three&stop=cut&uncertainty=99");
  await settled();
  await arrives("one");
  isAt(at, "one");
  const said = at.hunt.notices.map(({ key }) => key);
  expect(said.slice(1)).toEqual(["notice.notready"]);
  expect(said[0]).not.toBe("notice.notready");
});

test("a threshold on one model's score does not go along to other events", async () => {
  const at = await opened("#data=one&threshold=0.7");
  await arrives("one");
  expect(at.hunt.state.threshold).toBe(0.7);
  void at.hunt.chooseDataset("two");
  await arrives("two");
  expect(at.hunt.state.threshold).toBeNull();
});

test("of two languages the one chosen last is kept, whichever arrives first", async () => {
  const { hunt } = await opened();
  let arrive: (texts: Record<string, string>) => void = () => undefined;
  vi.spyOn(LOADERS, "fr").mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  const first = hunt.chooseLanguage("fr");
  await hunt.chooseLanguage("de");
  arrive({});
  await first;
  expect(language()).toBe("de");
  expect(hunt.journal.content.preferences.language).toBe("de");
  await speak("en");
});

test("what is done while events are on their way is kept when they come", async () => {
  const at = await opened();
  await arrives("one");
  void at.hunt.chooseDataset("two");
  at.hunt.visit("learn");
  at.hunt.setCut("mll", { low: 2, high: null });
  await arrives("two");
  isAt(at, "two");
  expect(at.hunt.state).toMatchObject({ stop: "learn", cuts: { met: {}, mll: { low: 2 } } });
});

test("an unexpected failure is reported once, and the page has its sentence", async () => {
  const at = await opened();
  const why = new TypeError("a bug");
  await breaks("one", why);
  expect(at.hunt.failure).toBe("error.unexpected");
  expect(vi.mocked(reportError).mock.calls).toEqual([[why]]);
});

// --- a table of the reader's own --------------------------------------------------------------

/** A page that shows the reader's own table, cut on one of its columns. */
async function atTable() {
  const at = await opened();
  await arrives("one");
  await at.hunt.adopt(ownTable("mine.csv"));
  at.hunt.setCut("height", { low: 2, high: null });
  return at;
}

/** A network that was trained on set two, on all events. */
const STORED = (() => {
  const plain = decodeNetwork(vectors.networks[0].file);
  return { ...plain, training: { ...plain.training, dataset: "two", cuts: {} } };
})();

test("a network opened above a table that is cut leaves the table's cuts behind", async () => {
  const at = await atTable();
  const opening = at.hunt.openNetwork(STORED);
  await settled();
  await arrives("two");
  expect(await opening).toBe(true);
  isAt(at, "two");
  expect(at.hunt.state.cuts).toEqual({});
});

test("a link with a network and cuts on variables that its events have not drops these", () => {
  const { facts } = ownTable("mine.csv");
  const known = { ...FACTS, datasets: [...FACTS.datasets, facts] };
  const link = `#data=${facts.id}&cut.height=2~&network=${encodeCode(STORED)}`;
  const { state } = readState(link, known);
  expect(state).toMatchObject({ dataset: "two", cuts: {} });
});

test("a network whose events cannot be had is not said to be open", async () => {
  const at = await opened();
  await arrives("one");
  const opening = at.hunt.openNetwork(STORED);
  await settled();
  await breaks("two");
  expect(await opening).toBe(false);
  isAt(at, "one");
  expect(at.hunt.state.opened).toBeNull();
});

test("a table that is taken away is gone from the facts", async () => {
  const at = await atTable();
  const removal = at.hunt.letGo();
  await settled();
  expect(at.hunt.own).not.toBeNull();
  await arrives("one");
  expect(await removal).toBe(true);
  isAt(at, "one");
  expect(at.hunt.facts.datasets.map(({ id }) => id)).toEqual(["one", "two", "three"]);
});

test("a removal that fails leaves the table in place, and says that it failed", async () => {
  const at = await atTable();
  const table = at.hunt.own;
  const removal = at.hunt.letGo();
  await settled();
  await breaks("one");
  expect(await removal).toBe(false);
  expect(at.hunt.own).toBe(table);
  expect(at.hunt.datasetFacts).toBe(table!.facts);
});

test("a table whose rows the browser has lost is gone from the facts, and said", async () => {
  const lost = ownTable("mine.csv", () => Promise.reject(new Error("rows of another table")));
  const at = await opened(`#data=${lost.facts.id}&stop=cut`, lost);
  expect(at.hunt.own).toBeNull();
  await arrives("one");
  isAt(at, "one");
  expect(at.hunt.state.stop).toBe("cut");
  expect(at.hunt.facts.datasets.map(({ id }) => id)).toEqual(["one", "two", "three"]);
  expect(at.hunt.notices.map(({ key }) => key)).toEqual(["own.lost"]);
});

// --- many events ------------------------------------------------------------------------------

test("many events come sorted by a worker, and the page's own order is the same", async () => {
  const at = await opened("#data=one");
  const n = 100_000;
  const column = Float32Array.from({ length: n }, (_, i) => (i * 7919) % 101);
  const rows = (values: number): Uint8Array => new Uint8Array(n).fill(values);
  const many: Dataset = {
    ...{ ...eventsOf("one"), nEvents: n, process: rows(1), fold: rows(0) },
    ...{ weight: new Float32Array(n).fill(1), features: [column, column, column, column] },
  };
  underWay.get("data/one.bin")!.arrive(many);
  await settled();
  expect(at.hunt.dataset).toBeNull();
  const sorter = workers.at(-1)!;
  const [[order]] = sorter.postMessage.mock.calls as [[SortingOrder]];
  expect(order.type).toBe("sort");
  const sorted = order.columns.map(sortedColumn);
  sorter.onmessage!({ data: sorted });
  await settled();
  expect(sorter.terminate).toHaveBeenCalledTimes(1);
  expect(at.hunt.filter!.orderAlong(0)).toBe(sorted[0].order);
  expect(sorted[0].order).toEqual(ascendingOrder(column));
});

// --- the end ----------------------------------------------------------------------------------

test("the end of a hunt is the end of its workers", async () => {
  const { hunt } = await opened();
  await arrives("one");
  hunt.training.requestScores();
  hunt.end();
  expect(workers.map(({ terminate }) => terminate.mock.calls.length)).toEqual([1]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hunt.training.isSilent).toBe(false);
});
