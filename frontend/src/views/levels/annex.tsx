/** The slider from truth to detector, and what each level gave. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { levelsOf } from "../../model/level";
import type { Level } from "../../model/types";
import { t } from "../../text";
import { useHunt } from "../context";
import { LevelGuess } from "./guess";
import { AtlasOffer } from "./offer";
import { Results } from "./results";
import { LevelSlider } from "./slider";
import { levelName } from "./words";

/** `hasResults`: they stand below the slider, not elsewhere on the page. */
export function Levels({ hasResults }: { hasResults: boolean }): JSX.Element {
  const hunt = useHunt();
  if (levelsOf(hunt.datasetFacts).length < 2) return <AtlasOffer hunt={hunt} />;
  return (
    <>
      <Ladder hunt={hunt} />
      {hasResults && <Results hunt={hunt} />}
    </>
  );
}

export function TitledResults(): JSX.Element {
  const hunt = useHunt();
  return (
    <>
      <h2>{t("level.table")}</h2>
      <Results hunt={hunt} />
    </>
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
