/** What was hidden, and whether the measurement found it. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { withRevealed, worldOf } from "../../journal/discovery";
import { claimOf, type Discovery } from "../../model/discovery";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatNumber } from "../format";
import type { Found } from "./found";
import { hiddenIn } from "./unblind";
import { intervalText, limitText, sigmaText } from "./words";

export function Reveal(props: { found: Found }): JSX.Element {
  const hunt = useHunt();
  const { seen } = props.found;
  const told = useRef<HTMLDivElement>(null);
  const show = (): void => {
    hunt.journal.update("discovery", (before) => withRevealed(before, worldOf(seen)));
    told.current?.focus();
  };
  return (
    <section class="card reveal" aria-label={t("discover.reveal.title")}>
      <h2>{t("discover.reveal.title")}</h2>
      <p>{t("discover.reveal.text")}</p>
      <div ref={told} role="status" tabIndex={-1}>
        {seen.revealed && revealedSentences(props.found).map((one) => <p key={one}>{one}</p>)}
      </div>
      {!seen.revealed && (
        <button type="button" onClick={show}>
          {t("discover.reveal")}
        </button>
      )}
    </section>
  );
}

/** The truth, and how the interval, the significance and the limit stand to it. */
export function revealedSentences({ seen, result, median }: Found): string[] {
  const truth = hiddenIn(worldOf(seen));
  const [low, high] = result.interval;
  const values = {
    truth: formatNumber(truth),
    interval: intervalText(result.interval),
    z: sigmaText(result.z),
    median: median === null ? "–" : sigmaText(median),
    limit: limitText(result.limit.observed),
  };
  const covers = low <= truth && truth <= high;
  const holds = truth <= result.limit.observed;
  return [
    t("discover.reveal.truth", values),
    t(covers ? "discover.reveal.covered" : "discover.reveal.missed", values),
    t(holds ? "discover.reveal.limit.holds" : "discover.reveal.limit.fails", values),
    ...outcomes(truth, median, result).map((one) => t(`discover.reveal.${one}`, values)),
  ];
}

type Outcome = "nothing" | "fluke" | "found" | "insensitive" | "unlucky";

/**
 * What became of the search; `median`: the middle of what could be expected of the hidden signal.
 * Nothing where that would be needed and is not known.
 */
function outcomes(truth: number, median: number | null, { z }: Discovery): Outcome[] {
  if (truth === 0) return [isClaimed(z) ? "fluke" : "nothing"];
  if (isClaimed(z)) return ["found"];
  if (median === null) return [];
  return [isClaimed(median) ? "unlucky" : "insensitive"];
}

function isClaimed(z: number): boolean {
  return ["evidence", "discovery"].includes(claimOf(z));
}
