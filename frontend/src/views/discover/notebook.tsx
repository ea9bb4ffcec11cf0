/** The way on: the student's own path as a notebook, with the page's numbers in it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { pathOf } from "../../notebook/gather";
import { notebookOf } from "../../notebook/story";
import { t } from "../../text";
import { download } from "../components/file";
import { useHunt } from "../context";
import { useDivided, useVerdict } from "../judge/verdict";
import type { Verdict } from "../judge/verdict";

const MEDIA_TYPE = "application/x-ipynb+json";

/** A button that saves the notebook, and says what it is for or why there is none yet. */
export function NotebookButton(): JSX.Element {
  const hunt = useHunt();
  const verdict = useVerdict(hunt);
  return verdict.kind === "ready" ? (
    <Judged hunt={hunt} verdict={verdict} />
  ) : (
    <Save hunt={hunt} isWaiting={verdict.kind === "waiting"} make={() => pathOf(hunt, null)} />
  );
}

function Judged({ hunt, verdict }: { hunt: Hunt; verdict: Verdict }): JSX.Element {
  const divided = useDivided(verdict);
  const isWaiting = !hunt.training.hasFreshScores;
  return <Save hunt={hunt} isWaiting={isWaiting} make={() => pathOf(hunt, { verdict, divided })} />;
}

function Save(props: {
  hunt: Hunt;
  /** The scores of the model are on their way. */
  isWaiting: boolean;
  make: () => ReturnType<typeof pathOf>;
}): JSX.Element {
  const { hunt, isWaiting, make } = props;
  const [saved, setSaved] = useState("");
  const obstacle = obstacleOf(hunt);
  const save = (): void => {
    const name = `fivesigma-${hunt.state.signal}.ipynb`;
    download(notebookOf(make()), name, MEDIA_TYPE);
    setSaved(name);
  };
  return (
    <div class="notebook">
      <button type="button" disabled={obstacle !== null || isWaiting} onClick={save}>
        {t("notebook.button")}
      </button>
      <p class="help">{obstacle ?? t("notebook.help")}</p>
      <p class="help" role="status">
        {saved !== "" && t("notebook.saved", { name: saved })}
      </p>
    </div>
  );
}

/** Why no notebook can be made just now. */
function obstacleOf({ training, own, state }: Hunt): string | null {
  if (own?.facts.id === state.dataset) return t("notebook.foreign");
  return training.state === "running" ? t("notebook.running") : null;
}
