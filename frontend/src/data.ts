/** Fetches what the page is made of; every failure is one sentence with what to do. */
import { embeddedFile } from "./embedded";
import { pageBuild } from "./host";
import { decodeColumnar } from "./model/columnar";
import type { Dataset, DatasetStatus, Facts } from "./model/types";
import { BUILD_HEADER } from "./offline/rules";

/** A failure the page can explain: a key of text/<language>.json. */
export class PageError extends Error {
  constructor(readonly key: string) {
    super(key);
  }
}

/** The sentence for a failure; one that nobody expected is reported to the console too. */
export function failureOf(error: unknown): string {
  if (error instanceof PageError) return error.key;
  reportError(error);
  return "error.unexpected";
}

async function get(path: string, init?: RequestInit): Promise<Response> {
  const embedded = embeddedFile(path);
  if (embedded !== null) return new Response(embedded);
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new PageError("error.offline");
  }
  if (!response.ok) throw new PageError("error.server");
  return response;
}

/** What an answer holds; a connection may break in the middle of it. */
async function whole(response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch {
    throw new PageError("error.offline");
  }
}

/** What a JSON file says. Something else may have answered: a network that wants a login first. */
function parsed(content: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    throw new PageError("error.server");
  }
}

/** What belongs to one version of the page: not an older one that the browser still has. */
async function getNews<T extends object>(path: string): Promise<T> {
  const build = pageBuild();
  const init = { cache: "no-cache", headers: { [BUILD_HEADER]: build } } as const;
  const answer = parsed(await whole(await get(path, init)));
  const found = answer as T & { readonly build?: string };
  if (build !== "" && found.build !== undefined && found.build !== build) {
    throw new PageError("error.version");
  }
  return found;
}

export async function fetchFacts(): Promise<Facts> {
  return getNews<Facts>("./facts.json");
}

export async function fetchStatus(): Promise<DatasetStatus[]> {
  return (await getNews<{ datasets: DatasetStatus[] }>("./status.json")).datasets;
}

/** All events of a dataset. PageError if the file is damaged or cannot be had. */
export async function fetchDataset(dataUrl: string): Promise<Dataset> {
  const buffer = await whole(await get(dataUrl));
  try {
    return decodeColumnar(buffer);
  } catch {
    throw new PageError("error.damaged");
  }
}
