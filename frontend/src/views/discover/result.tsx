/** What the observed counts say: numbers, and sentences that follow from them. */
import type { JSX } from "preact";
import { claimOf, type Discovery } from "../../model/discovery";
import { nOpened } from "../../journal/discovery";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount } from "../format";
import { NamedNumber } from "../components/measured";
import { Rich } from "../components/rich";
import type { Found } from "./found";
import { toldOf } from "../told";
import { limitText, oneIn, pValueText, sigmaText, strengthText } from "./words";

export function Result(props: { found: Found }): JSX.Element {
  const hunt = useHunt();
  const { result, seen } = props.found;
  const { limit } = result;
  const [, low, median, high] = limit.expected.map(limitText);
  return (
    <section class="card result" aria-label={t("discover.result")}>
      <h2>{t("discover.result")}</h2>
      <dl class="numbers">
        <NamedNumber name={t("discover.mu")} help={t("discover.mu.help")}>
          <span class="quantity" data-value="mu">
            {strengthText(result.mu, result.interval)}
          </span>
        </NamedNumber>
        <NamedNumber name={t("discover.z")} help={t("discover.z.help")}>
          <span class="quantity" data-value="z">
            {sigmaText(result.z)}
          </span>
        </NamedNumber>
        <NamedNumber name={t("discover.p")} help={t("discover.p.help")}>
          <span class="quantity" data-value="p">
            {pValueText(result.z)}
          </span>
        </NamedNumber>
        <NamedNumber
          name={t("discover.limit")}
          help={t("discover.limit.help", {
            median,
            low,
            high,
          })}
        >
          <span class="quantity" data-value="limit">
            {t("discover.limit.below", { limit: limitText(limit.observed) })}
          </span>
        </NamedNumber>
      </dl>
      {sentencesOf(result).map((sentence) => (
        <p key={sentence}>
          <Rich text={sentence} />
        </p>
      ))}
      <p class="soft">
        {toldOf(
          hunt,
          seen.decision.dataset,
          seen.experiment,
        )("discover.attempts", {
          opened: formatCount(nOpened(hunt.journal.content.discovery)),
          attempt: formatCount(seen.decision.attempt),
          experiment: String(seen.experiment),
        })}
      </p>
    </section>
  );
}

/** What may be said, and no more: about the excess, then about a signal as strong as predicted. */
export function sentencesOf(result: Discovery): string[] {
  const { z, p, limit } = result;
  const claim = z > 0 ? claimOf(z) : "deficit";
  const values = { z: sigmaText(z), odds: oneIn(p), limit: limitText(limit.observed) };
  const isExcluded = limit.observed < 1;
  return [
    t(`discover.claim.${claim}`, values),
    t(isExcluded ? "discover.excluded" : "discover.notexcluded", values),
  ];
}
