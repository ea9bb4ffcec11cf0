/** What a table is, and what nobody here can know about it: in sight on every page. */
import type { JSX } from "preact";
import { isOwnId } from "../../own/set";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount } from "../format";

export function OwnOrigin(): JSX.Element | null {
  const { own, datasetFacts } = useHunt();
  if (!isOwnId(datasetFacts.id)) return <ServedOrigin />;
  if (own === null) return null;
  const { counts, weight } = own.summary;
  const weights =
    weight === null ? t("own.origin.counted") : t("own.origin.weighted", { column: weight });
  return (
    <p class="origin">
      <strong>{t("origin.own-table")}</strong>{" "}
      {t("own.origin", { name: datasetFacts.title, rows: formatCount(counts.kept), weights })}{" "}
      <span class="soft">{t("own.lesson")}</span>
    </p>
  );
}

/** A table that the program behind the page opened: what its maker says of it. */
function ServedOrigin(): JSX.Element {
  const { title, file, licence, processes } = useHunt().datasetFacts;
  const rows = formatCount(processes.reduce((sum, { n_events }) => sum + n_events, 0));
  return (
    <p class="origin">
      <strong>{t("origin.own-table")}</strong>{" "}
      {t("own.origin.served", { title, file: file?.name ?? "", rows, licence })}{" "}
      <span class="soft">{t("own.lesson")}</span>
    </p>
  );
}
