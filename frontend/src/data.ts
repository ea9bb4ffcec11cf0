/** Fetches what the page is made of; every failure is one sentence with what to do. */
import { decodeColumnar } from "./model/columnar";
import type { Dataset, DatasetStatus, Facts } from "./model/types";

/** A failure the page can explain: a key of text/<language>.json. */
export class PageError extends Error {
  constructor(readonly key: string) {
    super(key);
  }
}

async function get(path: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path);
  } catch {
    throw new PageError("error.offline");
  }
  if (!response.ok) throw new PageError("error.server");
  return response;
}

export async function fetchFacts(): Promise<Facts> {
  return (await (await get("./facts.json")).json()) as Facts;
}

export async function fetchStatus(): Promise<DatasetStatus[]> {
  const body = (await (await get("./status.json")).json()) as { datasets: DatasetStatus[] };
  return body.datasets;
}

/** All events of a dataset. PageError if the file is damaged or cannot be had. */
export async function fetchDataset(dataUrl: string): Promise<Dataset> {
  const buffer = await (await get(dataUrl)).arrayBuffer();
  try {
    return decodeColumnar(buffer);
  } catch {
    throw new PageError("error.damaged");
  }
}
