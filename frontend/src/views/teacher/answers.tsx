/** The right answers with their reasons, and what comes out of the guesses. */
import type { JSX } from "preact";
import { LESSONS } from "../../lesson";
import { type Stop, STOPS } from "../../state";
import { t, tDynamic } from "../../text";

export function Answers(): JSX.Element {
  return (
    <section class="card">
      <h2>{t("teacher.answers")}</h2>
      <details>
        <summary>{t("teacher.answers.show")}</summary>
        {STOPS.map((stop) => (
          <Answer key={stop} stop={stop} />
        ))}
      </details>
    </section>
  );
}

function Answer({ stop }: { stop: Stop }): JSX.Element {
  const lesson = `lesson.${stop}`;
  const { right } = LESSONS[stop].quiz;
  return (
    <section class="answer">
      <h3>{t(`stop.${stop}`)}</h3>
      <p>
        <em>{tDynamic(`${lesson}.guess`)}</em> <strong>{t("teacher.answers.outcome")}:</strong>{" "}
        {tDynamic(`teacher.outcome.${stop}`)}
      </p>
      <p>
        <em>{tDynamic(`${lesson}.quiz`)}</em> <strong>{t("teacher.answers.quiz")}:</strong>{" "}
        {tDynamic(`${lesson}.quiz.${right}`)}. {tDynamic(`${lesson}.quiz.${right}.reason`)}
      </p>
    </section>
  );
}
