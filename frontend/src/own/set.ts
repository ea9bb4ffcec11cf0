/** A reader's own table as one of the page's datasets. */
import { Fingerprint } from "../model/csv/fingerprint";
import type { OwnTable, TableFeature } from "../model/csv/table";
import type { Dataset, DatasetFacts, Facts, FeatureFacts, FileFacts } from "../model/types";
import { t } from "../text";

/** What is known of the table, but for its rows. */
export type OwnSummary = Omit<OwnTable, "dataset">;

export interface OwnSet {
  readonly facts: DatasetFacts;
  readonly summary: OwnSummary;
  readonly load: () => Promise<Dataset>;
}

/** Begins the id of every such dataset: the same file with other choices is another dataset. */
export const OWN_PREFIX = "own-";

function idOf(file: FileFacts, { label, weight, features, classes, counts }: OwnSummary): string {
  const fingerprint = new Fingerprint();
  const choices = JSON.stringify([file.fingerprint, label, weight, features, classes, counts]);
  fingerprint.add(new TextEncoder().encode(choices));
  return `${OWN_PREFIX}${fingerprint.text}`;
}

/** The set of a file, whose rows `load` gives. */
export function ownSet(file: FileFacts, summary: OwnSummary, load: () => Promise<Dataset>): OwnSet {
  const id = idOf(file, summary);
  const facts: DatasetFacts = {
    id,
    title: file.name,
    origin: "own-table",
    description: "",
    record_url: null,
    doi: null,
    licence: "",
    sqrt_s_tev: 0,
    // The file is its own unit of data.
    luminosity_ifb: 1,
    processes: summary.classes.map(({ name, kind, n_events }) => ({
      ...{ name, title: name, kind, description: "", n_events },
    })),
    default_signal: summary.classes.find(({ kind }) => kind === "signal")!.name,
    features: summary.features.map(featureFacts),
    file,
  };
  return { facts, summary, load: async () => ({ ...(await load()), id }) };
}

function featureFacts({ name, title, low, high, n_bins, discrete }: TableFeature): FeatureFacts {
  return {
    ...{ name, unit: "", symbol: title, label: title, discrete, low, high, n_bins },
    /** In the language of whoever reads it, which may change after the table was opened. */
    get meaning() {
      return t("own.feature.meaning", { column: title });
    },
  };
}

/** Whether a dataset is a file that the reader opened in this page; a server may offer others. */
export function isOwnId(id: string): boolean {
  return id.startsWith(OWN_PREFIX);
}

/** The facts with this table in place of any other; one that is still `shown` stays. */
export function withOwn(facts: Facts, own: OwnSet | null, shown = ""): Facts {
  const others = facts.datasets.filter(({ id }) => !isOwnId(id) || id === shown);
  const datasets =
    own === null ? others : [...others.filter(({ id }) => id !== own.facts.id), own.facts];
  return { ...facts, datasets };
}
