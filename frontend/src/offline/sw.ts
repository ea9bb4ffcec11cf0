/**
 * The service worker: after the first visit the page opens without a network.
 *
 * All files of one version lie in one store that is filled as a whole, or not at all. A new version
 * waits, as browsers do, until no page of the old one is open; then the old store goes.
 */
import {
  BUILD_HEADER,
  filesToFetch,
  hashInName,
  NEWS,
  ruleOf,
  statusOffline,
  storePrefix,
} from "./rules";
import type { DatasetStatus } from "../model/types";

declare const self: ServiceWorkerGlobalScope;

// Put in by Python, which knows all files and what is in them (app/offline.py).
const BUILD = "__FIVESIGMA_BUILD__";
const FILES = "__FIVESIGMA_FILES__";

const TIME_LIMIT_MS = 4000;
const SCOPE = self.registration.scope;
const PREFIX = storePrefix(SCOPE);
const PAGE_STORE = `${PREFIX}page ${BUILD}`;
const DATA_STORE = `${PREFIX}data`;
const VERSION = { build: BUILD, scope: SCOPE, files: FILES.split(" ") };

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const { keep } = event.data as { keep: string[] };
  const answers = keep.map((url) => answerTo(new Request(url)) ?? Promise.resolve(null));
  event.waitUntil(Promise.allSettled(answers));
});

self.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer !== null) event.respondWith(answer);
});

/** Null for what is none of our business. */
function answerTo(request: Request): Promise<Response> | null {
  const asked = {
    method: request.method,
    isNavigation: request.mode === "navigate",
    url: request.url,
    build: request.headers.get(BUILD_HEADER),
  };
  const answers = { page, asset, news, data: dataFile, leave: null };
  return answers[ruleOf(asked, VERSION)]?.(request) ?? null;
}

async function install(): Promise<void> {
  const store = await caches.open(PAGE_STORE);
  try {
    // Names below assets/ hold a hash: what the browser has of them is right.
    const cacheOf = (file: string): RequestCache =>
      file.startsWith("assets/") ? "default" : "no-cache";
    const files = filesToFetch(VERSION.files, await keptBefore());
    await store.addAll(files.map((file) => new Request(file, { cache: cacheOf(file) })));
    const index = await (await store.match("./"))?.text();
    if (index?.includes(BUILD) !== true) throw new Error("the page is of another version");
    for (const name of NEWS) {
      const answer = await fetch(name, { cache: "no-cache" });
      if (!(await isOfThisBuild(answer))) throw new Error(`${name} is of another version`);
      await store.put(name, answer);
    }
  } catch (problem) {
    await caches.delete(PAGE_STORE);
    throw problem;
  }
}

/** Addresses of all files that earlier versions have in store. */
async function keptBefore(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}page `));
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => url);
}

async function activate(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = names.filter((name) => name !== PAGE_STORE && name !== DATA_STORE);
  await Promise.all(old.map((name) => caches.delete(name)));
  const store = await caches.open(DATA_STORE);
  const statuses = (await keptStatus()) ?? [];
  const urls = statuses.flatMap(({ data_url: url, levels = [] }) => [
    url,
    ...levels.map((one) => one.data_url),
  ]);
  const wanted = new Set(urls.map(addressOf));
  const files = await store.keys();
  const unwanted = files.filter((file) => !wanted.has(file.url));
  await Promise.all(unwanted.map((file) => store.delete(file)));
  await self.clients.claim();
}

async function page(): Promise<Response> {
  let answer: Response | null = null;
  try {
    answer = await fetchInTime(SCOPE);
    if (answer.status < 500) return await unredirected(answer);
  } catch {
    // Neither here nor there: the store has it.
  }
  return (await fromStore(SCOPE)) ?? answer ?? Response.error();
}

async function asset(request: Request): Promise<Response> {
  const kept = await fromStore(request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  const store = await caches.open(PAGE_STORE);
  if (answer.ok) await store.put(request.url, answer.clone()).catch(() => null); // a full disk
  return answer;
}

async function news(request: Request): Promise<Response> {
  const store = await caches.open(PAGE_STORE);
  const name = new URL(request.url).pathname.split("/").at(-1)!;
  let answer: Response | null = null;
  try {
    answer = await fetchInTime(request);
    if (await isOfThisBuild(answer)) {
      await store.put(name, answer.clone()).catch(() => null);
      return answer;
    }
  } catch {
    // As above.
  }
  const kept = await store.match(name);
  if (kept === undefined) return answer ?? Response.error();
  if (name !== "status.json") return kept;
  const data = new Set((await (await caches.open(DATA_STORE)).keys()).map(({ url }) => url));
  const datasets = statusOffline((await keptStatus()) ?? [], (url) => data.has(addressOf(url)));
  return Response.json({ build: BUILD, datasets });
}

/** A file whose name says what is in it: kept if that is true. */
async function dataFile(request: Request): Promise<Response> {
  const store = await caches.open(DATA_STORE);
  const kept = await store.match(request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok && (await isWhole(answer.clone(), hashInName(request.url)))) {
    await store.put(request.url, answer.clone()).catch(() => null);
  }
  return answer;
}

async function fromStore(url: string): Promise<Response | undefined> {
  return (await caches.open(PAGE_STORE)).match(url);
}

async function keptStatus(): Promise<DatasetStatus[] | null> {
  const kept = await fromStore("status.json");
  return kept === undefined
    ? null
    : ((await kept.json()) as { datasets: DatasetStatus[] }).datasets;
}

/** Without the browser's own cache, and not for longer than one waits. */
async function fetchInTime(request: Request | string): Promise<Response> {
  return fetch(request, { cache: "no-cache", signal: AbortSignal.timeout(TIME_LIMIT_MS) });
}

async function isOfThisBuild(answer: Response): Promise<boolean> {
  if (!answer.ok) return false;
  try {
    return ((await answer.clone().json()) as { build?: unknown }).build === BUILD;
  } catch {
    return false; // no JSON: the login page of a network, perhaps
  }
}

async function isWhole(answer: Response, hash: string): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  const digits = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return hash !== "" && digits.join("").startsWith(hash);
}

/** A page must not be an answer that was redirected. */
async function unredirected(answer: Response): Promise<Response> {
  const { status, headers } = answer;
  return answer.redirected ? new Response(await answer.blob(), { status, headers }) : answer;
}

function addressOf(dataUrl: string | null): string {
  return dataUrl === null ? "" : new URL(dataUrl, SCOPE).href;
}
