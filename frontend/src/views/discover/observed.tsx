/** The counts that were unblinded, beside what was expected. */
import type { JSX } from "preact";
import { t } from "../../text";
import { Rich } from "../components/rich";
import type { Counted } from "./found";
import { ObservedPlot, totalsOf } from "./observed-plot";

export function Observed(props: { counted: Counted }): JSX.Element {
  const { prediction, seen } = props.counted;
  const shown = { prediction, counts: seen.counts, edges: seen.decision.bins.edges };
  return (
    <section class="card stage" tabIndex={-1} aria-label={t("discover.observed")}>
      <h2>{t("discover.observed")}</h2>
      <p role="status">
        <Rich text={t("discover.observed.text", totalsOf(shown))} />
      </p>
      <p class="help">{t("discover.observed.errors")}</p>
      <ObservedPlot {...shown} />
    </section>
  );
}
