/** Whether what the browser gives back is what the page had kept; nothing here throws. */
import { isRecord } from "../model/record";
import { MOST_CLASSES, MOST_FEATURES } from "../model/csv/limits";
import type { Dataset, FileFacts } from "../model/types";
import type { OwnSummary } from "./set";

const NAME = /^[A-Za-z]\w{0,63}$/;

function isText(raw: unknown): raw is string {
  return typeof raw === "string" && raw.length <= 300;
}

function isCount(raw: unknown): raw is number {
  return typeof raw === "number" && raw >= 0 && Number.isFinite(raw);
}

export function isFile(raw: unknown): raw is FileFacts {
  if (!isRecord(raw)) return false;
  const { name, bytes, fingerprint } = raw;
  return isText(name) && isCount(bytes) && isText(fingerprint);
}

export function isSummary(raw: unknown): raw is OwnSummary {
  if (!isRecord(raw)) return false;
  const { features, classes, label, weight, counts } = raw;
  return (
    Array.isArray(features) &&
    features.length > 0 &&
    features.length <= MOST_FEATURES &&
    features.every(isFeature) &&
    Array.isArray(classes) &&
    classes.length <= MOST_CLASSES &&
    classes.every(isClass) &&
    ["signal", "background"].every((kind) => classes.some((one) => one.kind === kind)) &&
    isText(label) &&
    (weight === null || isText(weight)) &&
    isRecord(counts) &&
    Object.values(counts).every(isCount)
  );
}

function isFeature(raw: unknown): boolean {
  if (!isRecord(raw)) return false;
  const { name, title, low, high, n_bins, discrete } = raw;
  return (
    typeof name === "string" &&
    NAME.test(name) &&
    isText(title) &&
    Number.isFinite(low) &&
    Number.isFinite(high) &&
    (low as number) < (high as number) &&
    isCount(n_bins) &&
    n_bins >= 1 &&
    n_bins <= 100 &&
    typeof discrete === "boolean"
  );
}

function isClass(raw: unknown): raw is { kind: string } {
  if (!isRecord(raw)) return false;
  const { name, kind, n_events } = raw;
  return isText(name) && (kind === "signal" || kind === "background") && isCount(n_events);
}

/** Whether these are the rows of the table of that id, each finite and of a class it has. */
export function isDataset(raw: unknown, id: string, summary: OwnSummary): raw is Dataset {
  if (!isRecord(raw)) return false;
  const { features, classes, counts } = summary;
  const { nEvents, process, fold, weight, features: columns } = raw;
  if (raw.id !== id || nEvents !== counts.kept || !Array.isArray(columns)) return false;
  const isLong = (one: { length: number }): boolean => one.length === nEvents;
  return (
    process instanceof Uint8Array &&
    isLong(process) &&
    process.every((code) => code < classes.length) &&
    fold instanceof Uint8Array &&
    isLong(fold) &&
    fold.every((one) => one < 10) &&
    columns.length === features.length &&
    [weight, ...(columns as unknown[])].every(
      (one) => one instanceof Float32Array && isLong(one) && one.every(Number.isFinite),
    )
  );
}
