/** What the guess was about: the significance low, in the middle and at the best threshold. */
import type { JSX } from "preact";
import { t } from "../../text";
import { SIGMA_DECIMALS } from "../format";
import type { Verdict } from "../judge/verdict";
import { measuredText, scoreText } from "../judge/words";
import { testAt } from "./significance-plot";

const MIDDLE = 0.5;

export function GuessAnswered(props: { verdict: Verdict | null }): JSX.Element {
  if (props.verdict === null) return <p>{t("decide.guess.later")}</p>;
  const { scan, best } = props.verdict;
  const middle = scan.test.find(({ threshold }) => threshold >= MIDDLE) ?? null;
  const suggested = testAt(scan.test, best);
  if (suggested === null) return <p>{t("decide.guess.later")}</p>;
  return (
    <p>
      {t("decide.guess.answer", {
        low: measuredText(scan.test[0].z, SIGMA_DECIMALS),
        middle: middle === null ? "–" : measuredText(middle.z, SIGMA_DECIMALS),
        threshold: scoreText(suggested.threshold),
        best: measuredText(suggested.z, SIGMA_DECIMALS),
      })}
    </p>
  );
}
