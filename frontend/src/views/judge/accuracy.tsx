/** Why accuracy is not the number to look at, from the numbers of the data at hand. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { accuracy, divide, fraction } from "../../model/verdict";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatPercent } from "../format";
import { Predict } from "../lesson/predict";
import type { NoVerdict, Verdict } from "./verdict";
import { percentText } from "./words";

/** The accuracy the question asks about. */
const ASKED = 0.925;

export function AccuracyQuestion(props: { verdict: Verdict | NoVerdict }): JSX.Element {
  return (
    <Predict stop="judge">
      <Reason verdict={props.verdict} />
    </Predict>
  );
}

/** What calling everything background would give, and what the network gives. */
function Reason(props: { verdict: Verdict | NoVerdict }): JSX.Element {
  const hunt = useHunt();
  const { dataset, state } = hunt;
  const { signal, background } = useMemo(
    () => hunt.expected!.uncut(hunt.codes),
    [dataset, state.signal],
  );
  const weighted = fraction(background, signal);
  const rows = background.count / (background.count + signal.count);
  const side = (share: number): string => t(share > ASKED ? "judge.below" : "judge.above");
  return (
    <>
      <p>
        {t("judge.reason", { rows: formatPercent(rows), weighted: percentText(weighted) })}{" "}
        {weighted.kind === "value" &&
          t("judge.reason.compare", { rows: side(rows), weighted: side(weighted.value) })}
      </p>
      {props.verdict.kind === "ready" && <NetworkAccuracy verdict={props.verdict} />}
      <p>{t("judge.reason.instead")}</p>
    </>
  );
}

function NetworkAccuracy(props: { verdict: Verdict }): JSX.Element {
  const { events, threshold } = props.verdict;
  const { kept, rejected } = divide(
    events.weights.test,
    events.isSignal,
    (event) => events.scores[event] >= threshold,
  );
  return <p>{t("judge.reason.network", { accuracy: percentText(accuracy(kept, rejected)) })}</p>;
}
