/** Why accuracy is not the number to look at, from the numbers of the data at hand. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { accuracy, divide, fraction } from "../../model/verdict";
import { t } from "../../text";
import { Choice } from "../components/controls";
import { useHunt } from "../context";
import { formatPercent } from "../format";
import type { NoVerdict, Verdict } from "./verdict";
import { percentText } from "./words";

/** The accuracy the question asks about. */
const ASKED = 0.925;
const GUESSES = ["good", "bad", "depends"] as const;
type Guess = (typeof GUESSES)[number];

export function AccuracyQuestion(props: { verdict: Verdict | NoVerdict }): JSX.Element {
  const [guess, setGuess] = useState<Guess | "none">("none");
  const options = GUESSES.map((value) => ({ value, label: t(`judge.guess.${value}`) }));
  return (
    <section class="card accuracy" aria-label={t("judge.title")}>
      <Choice<Guess | "none">
        label={t("judge.guess")}
        value={guess}
        options={options}
        onChange={setGuess}
      />
      <div role="status">
        {guess !== "none" && (
          <>
            <p class="soft">{t("judge.guess.kept", { guess: t(`judge.guess.${guess}`) })}</p>
            <Reason verdict={props.verdict} />
          </>
        )}
      </div>
    </section>
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
