/** What was guessed at each stop, beside what came out there, as far as the journal has kept it. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import { N_PAIRS, rightAnswers } from "../../model/pairGame";
import { type Stop, STOPS } from "../../state";
import { t, tDynamic } from "../../text";
import { useHunt } from "../context";
import { formatSigma, SIGMA_DECIMALS } from "../format";
import { measuredText, scoreText } from "../judge/words";
import type { Found } from "./found";
import { sigmaText } from "./words";

export function Guesses(props: { found: Found }): JSX.Element | null {
  const hunt = useHunt();
  const { guesses } = hunt.journal.content;
  const made = STOPS.filter((stop) => guesses[stop] !== undefined);
  if (made.length === 0) return null;
  return (
    <>
      <h3>{t("discover.guesses")}</h3>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("discover.guesses")}>
        <table class="guesses">
          <thead>
            <tr>
              <th scope="col">{t("discover.guesses.question")}</th>
              <th scope="col">{t("discover.guesses.yours")}</th>
              <th scope="col">{t("discover.guesses.shown")}</th>
            </tr>
          </thead>
          <tbody>
            {made.map((stop) => (
              <tr key={stop}>
                <th scope="row">{tDynamic(`lesson.${stop}.guess`)}</th>
                <td>{tDynamic(`lesson.${stop}.guess.${guesses[stop]}`)}</td>
                <td>{cameOut(stop, hunt, props.found)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The number that answers the guess of a stop, or that none was kept. */
function cameOut(stop: Stop, { journal }: Hunt, { seen, result }: Found): string {
  const { before, expected, threshold } = seen.decision;
  const { game } = journal.content;
  if (stop === "collide" && game?.answers.length === N_PAIRS) {
    return t("discover.guesses.collide", { right: rightAnswers(game), of: N_PAIRS });
  }
  if (stop === "cut" && before !== null && before.cuts !== null) {
    const [nothing, cuts] = [before.nothing, before.cuts].map((z) =>
      measuredText(z, SIGMA_DECIMALS),
    );
    return t("discover.guesses.cut", { nothing, cuts });
  }
  if (stop === "decide" && threshold !== null) {
    return t("discover.guesses.decide", {
      threshold: scoreText(threshold),
      z: formatSigma(expected.z.value, expected.z.uncertainty),
    });
  }
  if (stop === "discover") {
    return result.z > 0
      ? t("discover.guesses.discover", { z: sigmaText(result.z) })
      : t("discover.guesses.discover.none");
  }
  return t("discover.guesses.notkept");
}
