/** The counts that were unblinded, beside what was expected. */
import type { JSX } from "preact";
import { t } from "../../text";
import { Rich } from "../components/rich";
import { useHunt } from "../context";
import type { Counted } from "./found";
import { ObservedPlot, totalsOf } from "./observed-plot";
import { toldOf } from "../told";

export function Observed(props: { counted: Counted }): JSX.Element {
  const { prediction, seen } = props.counted;
  const told = toldOf(useHunt(), seen.decision.dataset, seen.experiment);
  const shown = { prediction, counts: seen.counts, edges: seen.decision.bins.edges, told };
  return (
    <section class="card stage" tabIndex={-1} aria-label={told("discover.observed")}>
      <h2>{told("discover.observed")}</h2>
      <p role="status">
        <Rich text={told("discover.observed.text", totalsOf(shown))} />
      </p>
      <p class="help">{t("discover.observed.errors")}</p>
      <ObservedPlot {...shown} />
    </section>
  );
}
