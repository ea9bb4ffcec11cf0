/** What a table is, and what nobody here can know about it: in sight on every page. */
import type { JSX } from "preact";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount } from "../format";

export function OwnOrigin(): JSX.Element | null {
  const { own, datasetFacts } = useHunt();
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
