/** These data have been looked at: another choice, or another try, needs data of its own. */
import type { JSX } from "preact";
import type { Decision } from "../../journal/decision";
import { nOpened, type Unblinding } from "../../journal/discovery";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount } from "../format";

export function Again(props: { seen: Unblinding; locked: Decision | null }): JSX.Element {
  const hunt = useHunt();
  const { seen, locked } = props;
  const isSame = locked?.lockedAt === seen.decision.lockedAt;
  return (
    <section class="card again" aria-label={t("discover.again")}>
      <h2>{t("discover.again")}</h2>
      <p>
        {t(locked === null || isSame ? "discover.again.text" : "discover.again.other", {
          opened: formatCount(nOpened(hunt.journal.content.discovery)),
        })}
      </p>
      <NewExperiment />
    </section>
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
