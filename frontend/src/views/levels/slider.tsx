/** From generator truth to the full detector: a slider of which every position has a name. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { Level } from "../../model/types";
import { t } from "../../text";
import { levelName } from "./words";

export function LevelSlider(props: {
  levels: readonly Level[];
  /** Where the hand is; the events of that level may still be on their way. */
  value: Level;
  onChange: (level: Level) => void;
}): JSX.Element {
  const { levels, value, onChange } = props;
  const id = useId();
  return (
    <div class="level-slider">
      <label for={id}>{t("level.slider")}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={levels.length - 1}
        step={1}
        value={levels.indexOf(value)}
        aria-valuetext={levelName(value)}
        onInput={(event) => onChange(levels[Number(event.currentTarget.value)])}
      />
      <div class="level-names" role="group" aria-label={t("level.slider")}>
        {levels.map((level) => (
          <button
            key={level}
            type="button"
            aria-pressed={level === value}
            onClick={() => onChange(level)}
          >
            <span class="number" aria-hidden="true">
              {level}
            </span>
            {levelName(level)}
          </button>
        ))}
      </div>
      <p class="help">{t(`level.about.${value}`)}</p>
    </div>
  );
}
