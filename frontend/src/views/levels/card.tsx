/** "How real?": the same collisions as truth, with resolution, and as the full detector sees them. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { levelsOf } from "../../model/level";
import type { Level } from "../../model/types";
import "../../styles/levels.css";
import { t } from "../../text";
import { useChanging, useHunt } from "../context";
import { LevelGuess } from "./guess";
import { AtlasOffer, ladderOf } from "./offer";
import { Results } from "./results";
import { LevelSlider } from "./slider";
import { levelName } from "./words";

/** Folded away until somebody asks, on every stop. `isSplit`: the results stand elsewhere. */
export function HowReal(props: { isSplit?: boolean }): JSX.Element | null {
  const hunt = useHunt();
  const { datasetFacts } = hunt;
  const levelBook = useChanging(hunt.levelBook);
  const hasLevels = levelsOf(datasetFacts).length > 1;
  const hasOffer = datasetFacts.origin === "atlas-simulation" && ladderOf(hunt) !== undefined;
  if (!hasLevels && !hasOffer) return null;
  return (
    <details class="card judge-part how-real" open={levelBook.isOpen}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          levelBook.fold(!levelBook.isOpen);
        }}
      >
        <h2>{t("level.title")}</h2>
        <span class="soft">{t("level.summary")}</span>
      </summary>
      {levelBook.isOpen && (
        <div class="judge-part-body">
          {hasLevels ? <Ladder hunt={hunt} /> : <AtlasOffer hunt={hunt} />}
          {hasLevels && props.isSplit !== true && <Results hunt={hunt} />}
        </div>
      )}
    </details>
  );
}

function Ladder({ hunt }: { hunt: Hunt }): JSX.Element {
  const [wanted, setWanted] = useState<Level | null>(null);
  const { level } = hunt.state;
  const choose = async (asked: Level): Promise<void> => {
    setWanted(asked);
    await hunt.chooseLevel(asked);
    setWanted((now) => (now === asked ? null : now));
  };
  return (
    <>
      <p>{t("level.intro")}</p>
      <LevelGuess />
      <LevelSlider
        levels={levelsOf(hunt.datasetFacts)}
        value={wanted ?? level}
        onChange={(asked) => void choose(asked)}
      />
      <p class="level-status" role="status">
        {statusText(hunt, wanted)}
      </p>
    </>
  );
}

/** Where the events and the model stand. */
function statusText(hunt: Hunt, wanted: Level | null): string {
  const { state, training, split } = hunt;
  const level = levelName(wanted ?? state.level);
  if (wanted !== null && wanted !== state.level) return t("level.opening", { level });
  if (training.state === "running") return t("level.learning", { level });
  if (training.state === "diverged") return t("level.diverged", { level });
  if (state.opened !== null) return t("level.opened");
  if (training.epoch === 0) return t("level.untrained");
  if (split.test.length === 0) return t("level.opened");
  return t("level.learned", { level });
}
