/** The choice that was locked, as it was written down; and the way to a new measurement. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { processTitle } from "../../features";
import { type Decision, giveUp } from "../../journal/decision";
import { nOpened } from "../../journal/discovery";
import { FULL_DETECTOR } from "../../model/level";
import { chanceInLooks } from "../../model/looks";
import { language, t } from "../../text";
import { numberLocale } from "../../text/languages";
import { useHunt } from "../context";
import { formatCount, formatPercent, formatSigma } from "../format";
import { useExpectation } from "./expectation";
import { WrittenNumbers, writtenOf } from "./numbers";
import { Padlock } from "./padlock";
import { Fitted } from "./unknown";
import { luminosityText, selectionText } from "./words";

/** Enough to look at again, and what several looks find by chance. */
const HINT = 2;

export function Locked(props: { decision: Decision }): JSX.Element {
  const hunt = useHunt();
  const { decision } = props;
  const { reason } = decision;
  const expectation = useExpectation(decision);
  return (
    <>
      <section class="card locked" tabIndex={-1} aria-label={t("decide.locked")}>
        <h2>
          <Padlock /> {t("decide.locked")}
        </h2>
        <p>{t("decide.locked.since", { time: timeText(decision.lockedAt) })}</p>
        {differs(hunt, decision) && <p class="warning">{t("decide.locked.differs")}</p>}
        <Attempts />
        <WrittenNumbers written={writtenOf(decision, hunt.facts)} />
        {reason !== "" && (
          <blockquote>
            <p class="soft">{t("decide.write.why")}</p>
            <p>{reason}</p>
          </blockquote>
        )}
        <div class="locked-ways">
          <button type="button" class="primary" onClick={() => hunt.update({ stop: "discover" })}>
            {t("decide.locked.discover")}
          </button>
          <a href={decision.fragment}>{t("decide.locked.open")}</a>
          <NewMeasurement />
        </div>
      </section>
      <section class="card locked-fit" aria-label={t("decide.locked.fit")}>
        <h2>
          <Padlock /> {t("decide.locked.fit")}
        </h2>
        <p>{t("decide.locked.fit.help", { luminosity: luminosityText(decision.luminosity) })}</p>
        {expectation !== null && (
          <Fitted planned={decision} expectation={expectation} isWaiting={false} />
        )}
      </section>
    </>
  );
}

/** Asks before it lets go of a locked choice. */
function NewMeasurement(): JSX.Element {
  const hunt = useHunt();
  const [isAsking, setAsking] = useState(false);
  const start = (): void => hunt.journal.update("decision", giveUp);
  return (
    <>
      <button type="button" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        {t("decide.again")}
      </button>
      {isAsking && (
        <div class="warning" role="group" aria-label={t("decide.again")}>
          <p>
            {t("decide.again.sure", {
              opened: formatCount(nOpened(hunt.journal.content.discovery)),
            })}
          </p>
          <div class="locked-ways">
            <button type="button" onClick={start}>
              {t("decide.again.yes")}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {t("decide.again.no")}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

/** How often was looked, which choices were given up, and what another look would do. */
export function Attempts(): JSX.Element | null {
  const hunt = useHunt();
  const { decision, discovery } = hunt.journal.content;
  const { nGivenUp, past } = decision;
  const opened = nOpened(discovery);
  if (nGivenUp === 0 && opened === 0) return null;
  // A choice that was given up before anybody looked is no look.
  const n = opened + 1;
  return (
    <div class="attempts warning">
      <p>
        <strong>
          {t("decide.looks", { opened: formatCount(opened), given: formatCount(nGivenUp) })}
        </strong>{" "}
        {opened === 0
          ? t("decide.looks.none")
          : t("decide.looks.chance", {
              n,
              one: formatPercent(chanceInLooks(1, HINT)),
              many: formatPercent(chanceInLooks(n, HINT)),
            })}
      </p>
      {past.length > 0 && (
        <ol class="past-attempts" start={past[0].attempt}>
          {past.map((one) => (
            <li key={one.attempt}>
              {t("decide.attempt.past", {
                time: timeText(one.lockedAt),
                signal: processTitle(hunt.facts, one.dataset, one.signal),
                selection: selectionText(one.selection, one.threshold),
                z: formatSigma(one.z.value, one.z.uncertainty),
              })}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Whether the page's choices, from a link or from another stop, are not those that are locked. */
function differs(hunt: Hunt, decision: Decision): boolean {
  const { dataset, level, signal, model, threshold } = hunt.state;
  const { measurement, backgroundUncertainty } = hunt.state;
  const { uncertain } = decision;
  const same =
    dataset === decision.dataset &&
    level === FULL_DETECTOR &&
    signal === decision.signal &&
    model === decision.model &&
    (decision.threshold === null || threshold === null || threshold === decision.threshold) &&
    backgroundUncertainty === uncertain.background &&
    measurement.luminosityError === uncertain.luminosity &&
    measurement.metScale === uncertain.metScale &&
    (measurement.luminosity ?? hunt.datasetFacts.luminosity_ifb) === decision.luminosity;
  return !same;
}

function timeText(iso: string): string {
  const style = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(numberLocale(language()), style).format(new Date(iso));
}
