/** The choice is written down before the data are looked at. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { MAX_REASON_LENGTH } from "../../journal/decision";
import { type ChosenMeasurement, expectedNumbers, lockChoice } from "../../lockedChoice";
import { FULL_DETECTOR } from "../../model/level";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount } from "../format";
import type { Expectation } from "./expectation";
import { isLearning, type Measurement } from "./measurement";
import { Attempts } from "./locked";
import { WrittenNumbers } from "./numbers";
import { Padlock } from "./padlock";
import { sourceOf } from "../told";
import { levelName } from "../levels/words";

/** The numbers are those of the model as it is now. */
function hasFreshScores({ training }: Hunt, { selection }: ChosenMeasurement): boolean {
  return selection === "cuts" || training.hasFreshScores;
}

export function WriteDown(props: {
  measurement: Measurement;
  expectation: Expectation | null;
}): JSX.Element {
  const { measurement, expectation } = props;
  const { binned } = measurement;
  const { level } = useHunt().state;
  return (
    <section class="card write-down" aria-label={t("decide.write")}>
      <h2>{t("decide.write")}</h2>
      <p>{t("decide.write.intro")}</p>
      <Attempts />
      {level !== FULL_DETECTOR ? (
        <p class="warning">{t("level.nolock", { level: levelName(level) })}</p>
      ) : binned.kind === "missing" || expectation === null ? (
        <p class="warning">{t("decide.write.nothing")}</p>
      ) : (
        <Form
          chosen={{ ...measurement, bins: binned.bins }}
          expectation={expectation}
          isWaiting={measurement.isWaiting}
        />
      )}
    </section>
  );
}

function Form(props: {
  chosen: ChosenMeasurement;
  expectation: Expectation;
  isWaiting: boolean;
}): JSX.Element {
  const hunt = useHunt();
  const { chosen } = props;
  const { state } = hunt;
  const { dataset, signal } = state;
  const expected = expectedNumbers(chosen, props.expectation.stairs);
  const [reason, setReason] = useState("");
  const field = useId();
  // Only the amount that was measured can be compared with what was measured.
  const fits = hunt.datasetFacts.measured === undefined || chosen.factor === 1;
  if (expected === null) return <p class="warning">{t("decide.write.nothing")}</p>;
  const isReady = !props.isWaiting && !isLearning(hunt) && hasFreshScores(hunt, chosen);
  return (
    <div class="write-parts">
      <WrittenNumbers written={{ ...chosen, dataset, signal, state, expected }} />
      <div>
        <label for={field}>{t("decide.write.why")}</label>
        <textarea
          id={field}
          rows={4}
          maxLength={MAX_REASON_LENGTH}
          aria-describedby={`${field}-left`}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <p id={`${field}-left`} class="help">
          {t("decide.write.left", { n: formatCount(MAX_REASON_LENGTH - reason.length) })}
        </p>
        <AmountMeasured factor={chosen.factor} />
        <button
          type="button"
          class="primary"
          disabled={!isReady || !fits}
          onClick={() => lockChoice(hunt, chosen, expected, reason)}
        >
          <Padlock /> {t("decide.write.lock")}
        </button>
        <p class="help">{t(isReady ? "decide.write.lock.help" : "decide.write.wait")}</p>
      </div>
    </div>
  );
}

/** Data that were measured are as many as they are. */
function AmountMeasured({ factor }: { factor: number }): JSX.Element | null {
  const hunt = useHunt();
  const { measured } = hunt.datasetFacts;
  if (measured === undefined) return null;
  const { measurement } = hunt.state;
  const reset = (): void => hunt.update({ measurement: { ...measurement, luminosity: null } });
  return (
    <div class={factor === 1 ? "help" : "warning"}>
      <p>{t("measured.amount", sourceOf(measured))}</p>
      {factor !== 1 && (
        <button type="button" onClick={reset}>
          {t("measured.amount.back")}
        </button>
      )}
    </div>
  );
}
