/** What would be read with the columns as they are chosen, and every row that would not. */
import type { JSX } from "preact";
import type { OwnTable } from "../../model/csv/table";
import type { DeskState } from "../../own/desk";
import { t } from "../../text";
import { formatCount, formatNumber, formatPercent } from "../format";
import { Refusal } from "./dialog";

export function Outcome(props: {
  state: Extract<DeskState, { step: "choosing" }>;
  onAgain: () => void;
  onAccept: () => void;
}): JSX.Element {
  const { outcome } = props.state;
  return (
    <section aria-label={t("own.result")} class="own-result">
      <h3>{t("own.result")}</h3>
      <div role="status">
        {outcome.kind === "reading" && (
          <p>{t("own.reading", { share: formatPercent(outcome.share) })}</p>
        )}
        {outcome.kind === "ready" && <Counts table={outcome.table} />}
      </div>
      {outcome.kind === "refused" && <Refusal problem={outcome.problem} onAgain={props.onAgain} />}
      <button
        type="button"
        class="primary"
        disabled={outcome.kind !== "ready"}
        onClick={props.onAccept}
      >
        {t("own.open")}
      </button>
    </section>
  );
}

function Counts({ table }: { table: OwnTable }): JSX.Element {
  const { counts, classes, weight } = table;
  const rowsOf = (kind: string): string =>
    formatCount(
      classes.filter((one) => one.kind === kind).reduce((n, { n_events }) => n + n_events, 0),
    );
  const kept = formatCount(counts.kept);
  const lost = (["missing", "ragged", "out", "duplicates"] as const).filter(
    (one) => counts[one] > 0,
  );
  return (
    <>
      <p>
        <strong>
          {t("own.ready", { kept, signal: rowsOf("signal"), background: rowsOf("background") })}
        </strong>
      </p>
      <ul>
        {counts.scale > 1 && (
          <li>
            {t("own.ready.thinned", {
              kept,
              usable: formatCount(counts.kept * counts.scale),
              scale: formatNumber(counts.scale, 4),
            })}
          </li>
        )}
        {lost.map((one) => (
          <li key={one}>{t(`own.ready.${one}`, { n: formatCount(counts[one]) })}</li>
        ))}
        {weight === null && <li>{t("own.ready.weight")}</li>}
      </ul>
    </>
  );
}
