/** Unblinding of data that an experiment measured: what there is before, and the look itself. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Hunt } from "../../hunt";
import type { Decision } from "../../journal/decision";
import { nextLook, withOpened } from "../../journal/discovery";
import { countedIn } from "../../model/measurement";
import { measuredCodes } from "../../model/sample";
import { passing } from "../../model/scaled";
import type { MeasuredFacts } from "../../model/types";
import { t } from "../../text";
import { useHunt } from "../context";
import { isLearning } from "../decide/measurement";
import { isAtHand, linkOf } from "./choice";
import { sourceOf } from "../told";

/** The data are as many as were measured: a choice for another amount does not fit them. */
export function LockedForOther(props: { measured: MeasuredFacts }): JSX.Element {
  const hunt = useHunt();
  return (
    <section class="card lock-first stage" tabIndex={-1} aria-label={t("discover.elsewhere")}>
      <h2>{t("discover.elsewhere")}</h2>
      <p>{t("measured.locked.luminosity", sourceOf(props.measured))}</p>
      <button type="button" class="primary" onClick={() => hunt.visit("decide")}>
        {t("discover.todecide")}
      </button>
    </section>
  );
}

/** Counts the measured events with the locked choice, once its model and cuts are at hand. */
export function LookButton(props: {
  decision: Decision;
  measured: MeasuredFacts;
  isFirst: boolean;
}): JSX.Element {
  const hunt = useHunt();
  const { decision, measured, isFirst } = props;
  const { training } = hunt;
  const asksScores = decision.selection !== "cuts";
  useEffect(() => {
    if (asksScores && !isLearning(hunt)) training.requestScores();
  });
  if (!isAtHand(hunt, decision)) {
    return (
      <p class="warning">
        {t("measured.nothand")}{" "}
        <a href={linkOf(decision, "discover", null)}>{t("discover.elsewhere.go")}</a>
      </p>
    );
  }
  if (asksScores && (isLearning(hunt) || !training.hasFreshScores)) {
    return <p role="status">{t("judge.waiting")}</p>;
  }
  return (
    <button
      type="button"
      class={isFirst ? "primary" : ""}
      onClick={() => look(hunt, decision, measured)}
    >
      {t(isFirst ? "discover.unblind" : "measured.again")}
    </button>
  );
}

function look(hunt: Hunt, decision: Decision, { fingerprint }: MeasuredFacts): void {
  const counts = measuredIn(hunt, decision);
  hunt.journal.update("discovery", (before) =>
    withOpened(before, {
      experiment: nextLook(before, fingerprint),
      decision,
      counts,
      revealed: false,
    }),
  );
}

/** Measured events in each of the bins that were locked; its model and cuts are those at hand. */
function measuredIn(hunt: Hunt, { selection, threshold, bins }: Decision): number[] {
  const { state, training } = hunt;
  const dataset = hunt.dataset!;
  const cutsChoose = selection !== "model" || state.network.onlyPassing;
  const cuts = Object.entries(cutsChoose ? state.cuts : {});
  const passes = passing(
    dataset,
    new Map(cuts.map(([name, cut]) => [hunt.featureIndex(name), cut])),
  );
  return countedIn(
    bins.edges,
    { process: dataset.process, scores: selection === "cuts" ? null : training.scores },
    measuredCodes(dataset, hunt.datasetFacts),
    { threshold, passes },
  );
}
