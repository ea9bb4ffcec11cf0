/** These data have been looked at: another choice, or another try, needs data of its own. */
import type { JSX } from "preact";
import type { Decision } from "../../journal/decision";
import { nLooks, nOpened, type Unblinding } from "../../journal/discovery";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount } from "../format";
import { LookButton } from "./measured";
import { toldOf } from "../told";

export function Again(props: { seen: Unblinding; locked: Decision | null }): JSX.Element {
  const hunt = useHunt();
  const { seen, locked } = props;
  const isSame = locked?.lockedAt === seen.decision.lockedAt;
  const { measured } = hunt.datasetFacts;
  const told = toldOf(hunt, seen.decision.dataset, seen.experiment);
  const { discovery } = hunt.journal.content;
  return (
    <section class="card again" aria-label={t("discover.again")}>
      <h2>{t("discover.again")}</h2>
      <p>
        {told(locked === null || isSame ? "discover.again.text" : "discover.again.other", {
          opened: formatCount(nOpened(discovery)),
          looks: formatCount(measured ? nLooks(discovery, measured.fingerprint) : 0),
        })}
      </p>
      {measured === undefined ? (
        <NewExperiment />
      ) : (
        isOther(locked, seen.decision) && (
          <LookButton decision={locked} measured={measured} isFirst={false} />
        )
      )}
    </section>
  );
}

/** Whether another choice was locked for the same search since; measured data have factor 1. */
function isOther(locked: Decision | null, before: Decision): locked is Decision {
  return (
    locked !== null &&
    locked.lockedAt !== before.lockedAt &&
    locked.dataset === before.dataset &&
    locked.signal === before.signal &&
    locked.factor === 1
  );
}

/** An experiment that was opened so long ago that what was found in it is no longer kept. */
export function Forgotten(): JSX.Element {
  const hunt = useHunt();
  return (
    <section class="card again stage" tabIndex={-1} aria-label={t("discover.forgotten")}>
      <h2>{t("discover.forgotten")}</h2>
      <p>
        {t("discover.forgotten.text", {
          opened: formatCount(nOpened(hunt.journal.content.discovery)),
        })}
      </p>
      <NewExperiment />
    </section>
  );
}

function NewExperiment(): JSX.Element {
  const hunt = useHunt();
  return (
    <button type="button" onClick={() => hunt.update({ experiment: newExperiment() })}>
      {t("discover.again.new")}
    </button>
  );
}

/** Nobody can choose it, so nobody can choose what is hidden in it. */
function newExperiment(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
