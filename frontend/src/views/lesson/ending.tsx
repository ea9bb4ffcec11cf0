/** The end of every stop: why it was so, and one question that gives a reason for each answer. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { LESSONS } from "../../lesson";
import type { Stop } from "../../state";
import { t, tDynamic } from "../../text";
import { Rich } from "../components/rich";
import { useHunt } from "../context";

export function Ending(props: { stop: Stop }): JSX.Element {
  const hidden = useHunt().state.hidden.includes("quiz");
  return (
    <div class="ending">
      <section class="card explanation">
        <h2>{t("lesson.explain")}</h2>
        {tDynamic(`lesson.${props.stop}.explain`)
          .split("\n\n")
          .map((paragraph, index) => (
            <p key={index}>
              <Rich text={paragraph} />
            </p>
          ))}
      </section>
      {!hidden && <Quiz stop={props.stop} />}
    </div>
  );
}

function Quiz({ stop }: { stop: Stop }): JSX.Element {
  const hunt = useHunt();
  const title = useId();
  const { options, right } = LESSONS[stop].quiz;
  const answer = hunt.journal.content.answers[stop];
  const give = (option: string): void =>
    hunt.journal.update("answers", (before) => ({ ...before, [stop]: option }));
  return (
    <section class="card quiz" aria-labelledby={title}>
      <p class="eyebrow">{t("lesson.quiz")}</p>
      <h2 id={title}>{tDynamic(`lesson.${stop}.quiz`)}</h2>
      <div class="options">
        {options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === answer}
            onClick={() => give(option)}
          >
            {tDynamic(`lesson.${stop}.quiz.${option}`)}
          </button>
        ))}
      </div>
      <div role="status">
        {answer !== undefined && (
          <p class={`reason ${answer === right ? "right" : "wrong"}`}>
            <strong>{t(answer === right ? "lesson.quiz.right" : "lesson.quiz.wrong")}</strong>{" "}
            {tDynamic(`lesson.${stop}.quiz.${answer}.reason`)}
          </p>
        )}
      </div>
    </section>
  );
}
