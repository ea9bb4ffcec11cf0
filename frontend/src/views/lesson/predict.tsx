/** A guess before the hands go to work; it is kept, and shown again. */
import type { ComponentChildren, JSX } from "preact";
import { useContext, useId } from "preact/hooks";
import { LESSONS } from "../../lesson";
import type { Stop } from "../../state";
import { t, tDynamic } from "../../text";
import { Sandboxed } from "../components/intro";
import { useHunt } from "../context";

/** `children`: what is shown once there is a guess. */
export function Predict(props: { stop: Stop; children?: ComponentChildren }): JSX.Element | null {
  const { stop } = props;
  const hunt = useHunt();
  const title = useId();
  const isStory = !useContext(Sandboxed);
  const guess = hunt.journal.content.guesses[stop];
  const choose = (option: string): void =>
    hunt.journal.update("guesses", (before) => ({ ...before, [stop]: option }));
  if (!isStory) return null;
  return (
    <section class="card predict" aria-labelledby={title}>
      <p class="eyebrow">{t("lesson.predict")}</p>
      <h2 id={title}>{tDynamic(`lesson.${stop}.guess`)}</h2>
      <div class="options">
        {LESSONS[stop].guess.options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === guess}
            onClick={() => choose(option)}
          >
            {tDynamic(`lesson.${stop}.guess.${option}`)}
          </button>
        ))}
      </div>
      <div role="status">
        {guess !== undefined && (
          <>
            <p class="soft">
              {t("lesson.predict.kept", { guess: tDynamic(`lesson.${stop}.guess.${guess}`) })}
            </p>
            {props.children}
          </>
        )}
      </div>
    </section>
  );
}
