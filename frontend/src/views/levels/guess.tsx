/** The guess before the slider is moved; it is kept, and shown again beside the numbers. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { LEVEL_GUESSES } from "../../lesson";
import { t } from "../../text";
import { useHunt } from "../context";

export function LevelGuess(): JSX.Element {
  const { journal } = useHunt();
  const title = useId();
  const guess = journal.content.levelGuess;
  return (
    <div class="level-guess">
      <p class="eyebrow">{t("lesson.predict")}</p>
      <h3 id={title}>{t("level.guess")}</h3>
      <div class="options" role="group" aria-labelledby={title}>
        {LEVEL_GUESSES.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === guess}
            onClick={() => journal.write({ levelGuess: option })}
          >
            {t(`level.guess.${option}`)}
          </button>
        ))}
      </div>
      <p class="soft" role="status">
        {guess !== null && t("lesson.predict.kept", { guess: t(`level.guess.${guess}`) })}
      </p>
    </div>
  );
}
