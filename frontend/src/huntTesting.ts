/** What tests of the hunt share: a small world of datasets, and an address of its own. */
import type { Dataset, DatasetFacts, DatasetStatus, Facts } from "./model/types";
import { datasetOf, featureOf } from "./model/testing";
import type { Store } from "./journal/journal";
import { type OwnSet, type OwnSummary, ownSet } from "./own/set";
import type { Whereabouts } from "./whereabouts";

const INPUTS = ["met", "mll", "lead_lep_pt", "delta_phi_ll_met"];

function factsOf(id: string): DatasetFacts {
  return {
    id,
    title: id.toUpperCase(),
    origin: "own-simulation",
    description: "",
    record_url: null,
    doi: null,
    licence: "CC0-1.0",
    sqrt_s_tev: 13,
    luminosity_ifb: 10,
    processes: (["background", "signal"] as const).map((kind) => {
      const name = kind === "signal" ? "DM_200" : "ZZ";
      return { name, title: kind, kind, description: "", n_events: 2 };
    }),
    default_signal: "DM_200",
  };
}

export const FACTS: Facts = {
  version: "0",
  features: INPUTS.map((name) => featureOf(name, 0, 100, 10)),
  split: { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] },
  datasets: ["one", "two", "three"].map((id) => factsOf(id)),
  default_dataset: "one",
};

export function ready(id: string): DatasetStatus {
  const counts = { bytes_done: 1, bytes_total: 1 };
  return { id, state: "ready", message: "", ...counts, data_url: `data/${id}.bin` };
}

/** Four events; met is 10 to 40 GeV and mll 1 to 4 GeV. */
export function eventsOf(id: string): Dataset {
  const columns = {
    process: [0, 0, 1, 1],
    weight: [1, 1, 1, 1],
    fold: [0, 5, 0, 9],
    features: [
      [10, 20, 30, 40],
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [0, 1, 2, 3],
    ],
  };
  return { ...datasetOf(columns, 2), id, processes: ["ZZ", "DM_200"] };
}

/** A reader's own table of one column, "height". */
export function ownTable(name: string, load = () => Promise.resolve(tableRows())): OwnSet {
  const summary: OwnSummary = {
    features: [{ name: "height", title: "height", low: 0, high: 5, n_bins: 5, discrete: false }],
    classes: [
      { name: "p0", kind: "background", n_events: 2 },
      { name: "p1", kind: "signal", n_events: 2 },
    ],
    label: "label",
    weight: null,
    counts: { rows: 4, kept: 4, out: 0, missing: 0, ragged: 0, duplicates: 0, scale: 1 },
  };
  return ownSet({ name, bytes: 40, fingerprint: "00000001" }, summary, load);
}

function tableRows(): Dataset {
  return datasetOf({ process: [0, 0, 1, 1], weight: [1, 1, 1, 1], features: [[1, 2, 3, 4]] }, 2);
}

/** A page with an address bar, where somebody can follow a link. */
export class TestPage implements Whereabouts {
  store: Store | null = null;
  #fragment: string;
  #listener: () => unknown = () => undefined;

  constructor(fragment = "") {
    this.#fragment = fragment;
  }

  fragment = (): string => this.#fragment;
  link = (): string => this.#fragment;
  replace = (fragment: string): void => {
    this.#fragment = fragment;
  };
  go = (fragment: string): void => {
    this.#fragment = fragment;
    this.#listener();
  };
  onEdit = (listener: () => void): void => {
    this.#listener = listener;
  };
  onStored = (): void => undefined;
}
