/** In sight on every page while the events are not those that a detector would record. */
import type { JSX } from "preact";
import { FULL_DETECTOR } from "../../model/level";
import { t } from "../../text";
import { useHunt } from "../context";
import { levelName } from "./words";

export function LevelNote(): JSX.Element | null {
  const hunt = useHunt();
  const { level } = hunt.state;
  if (level === FULL_DETECTOR) return null;
  return (
    <p class="offer level-note" role="status">
      {t("level.note", { level: levelName(level) })}{" "}
      <button type="button" onClick={() => void hunt.chooseLevel(FULL_DETECTOR)}>
        {t("level.back")}
      </button>
    </p>
  );
}
