/** "How real?": the same collisions as truth, with resolution, and as the full detector sees them. */
import type { JSX } from "preact";
import { levelsOf } from "../../model/level";
import "../../styles/levels.css";
import { t } from "../../text";
import { AnnexPart } from "../components/annex";
import { useChanging, useHunt } from "../context";
import { ladderOf } from "./offer";

/** Folded away until somebody asks, on every stop. `isSplit`: the results stand elsewhere. */
export function HowReal(props: { isSplit?: boolean }): JSX.Element | null {
  const hunt = useHunt();
  const { datasetFacts } = hunt;
  const levelBook = useChanging(hunt.levelBook);
  const hasLevels = levelsOf(datasetFacts).length > 1;
  const hasOffer = datasetFacts.origin === "atlas-simulation" && ladderOf(hunt) !== undefined;
  if (!hasLevels && !hasOffer) return null;
  return (
    <details class="card judge-part how-real" open={levelBook.isOpen}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          levelBook.fold(!levelBook.isOpen);
        }}
      >
        <h2>{t("level.title")}</h2>
        <span class="soft">{t("level.summary")}</span>
      </summary>
      {levelBook.isOpen && (
        <div class="judge-part-body">
          <AnnexPart
            annex="levels"
            load={async () => (await import("./annex")).Levels}
            props={{ hasResults: props.isSplit !== true }}
          />
        </div>
      )}
    </details>
  );
}

/** The results as a card of their own, where the slider stands elsewhere; there while that is open. */
export function ResultsCard(): JSX.Element | null {
  const hunt = useHunt();
  const { isOpen } = useChanging(hunt.levelBook);
  if (!isOpen || levelsOf(hunt.datasetFacts).length < 2) return null;
  return (
    <section class="card how-real" aria-label={t("level.title")}>
      <AnnexPart
        annex="levels"
        load={async () => (await import("./annex")).TitledResults}
        props={{}}
      />
    </section>
  );
}
