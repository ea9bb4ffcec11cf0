/** What a table is, and what nobody here can know about it: in sight on every page. */
import type { JSX } from "preact";
import { isOwnId } from "../../own/set";
import { t } from "../../text";
import { useHunt } from "../context";
import { sourceOf } from "../told";
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
  const rows = formatCount(
    processes.reduce((sum, one) => sum + (one.kind === "measured" ? 0 : one.n_events), 0),
  );
  return (
    <p class="origin">
      <strong>{t("origin.own-table")}</strong>{" "}
      {t("own.origin.served", { title, file: file?.name ?? "", rows, licence })} <MeasuredNote />{" "}
      <span class="soft">{t("own.lesson")}</span>
    </p>
  );
}

/** That there are measured events, and whether anybody has looked at them. */
export function MeasuredNote(): JSX.Element | null {
  const { datasetFacts, seenCodes } = useHunt();
  const { measured } = datasetFacts;
  if (measured === undefined) return null;
  const key = seenCodes.length > 0 ? "measured.origin.seen" : "measured.origin";
  return <>{t(key, sourceOf(measured))}</>;
}
