/** A link to a reader's own table: it names the file, for the file itself never travels. */
import type { FragmentReader } from "../fragment";
import { formatFixed } from "../views/format";
import { plainText } from "../journal/checks";
import type { Facts, FileFacts } from "../model/types";

const LONGEST_NAME = 60;
const FIELD = "own";

export function putFile(fields: URLSearchParams, file: FileFacts | undefined): void {
  if (file === undefined) return;
  fields.set(FIELD, `${file.bytes}.${file.fingerprint}.${file.name.slice(0, LONGEST_NAME)}`);
}

/** "1.2 MB", as the same words everywhere. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${formatFixed(bytes / 1e3, 1)} kB` : `${formatFixed(bytes / 1e6, 1)} MB`;
}

/** Whether the link is about a table that this page has not; then a notice says which. */
export function isOfAnotherFile(reader: FragmentReader, facts: Facts): boolean {
  const asked = reader.text("data") ?? "";
  const isOwn = asked === "own" || asked.startsWith("own-");
  if (!isOwn || facts.datasets.some(({ id }) => id === asked)) return false;
  const found = /^(\d{1,12})\.([0-9a-f]{8})\.(.{1,100})$/su.exec(reader.text(FIELD) ?? "");
  if (found === null) {
    reader.notices.push({ key: "own.link.unknown", values: {} });
    return true;
  }
  const [, bytes, fingerprint, name] = found;
  const values = {
    ...{ name: plainText(name, LONGEST_NAME), size: sizeText(Number(bytes)), fingerprint },
  };
  const hasFile = facts.datasets.some(({ file }) => file?.fingerprint === fingerprint);
  reader.notices.push({ key: hasFile ? "own.link.other" : "own.link.elsewhere", values });
  return true;
}
