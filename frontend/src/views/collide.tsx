/** Stop 1: what one collision is, and why one alone does not tell. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { t } from "../text";
import "../styles/collide.css";
import { Adding } from "./collide/adding";
import { Game } from "./collide/game";
import { SideBySide } from "./collide/pair";
import type { Shown } from "./collide/pair";
import { picturesOf, processOf, useExamples } from "./collide/picture";
import type { PairPictures } from "./collide/picture";
import { Rich } from "./components/rich";
import { Intro } from "./components/intro";
import { useHunt } from "./context";
import { formatNumber } from "./format";
import { Predict } from "./lesson/predict";

/** As many examples as one looks at before the game. */
const N_EXAMPLES = 12;

export function Collide(): JSX.Element {
  const hunt = useHunt();
  const examples = useExamples(hunt, N_EXAMPLES);
  const [turn, setTurn] = useState(0);
  const pair = examples?.at(turn % N_EXAMPLES) ?? null;
  const pictures = useMemo(() => (pair === null ? null : picturesOf(hunt, pair)), [pair]);
  return (
    <>
      <Intro title={t("collide.title")}>
        <p>{t("collide.intro")}</p>
      </Intro>
      {pair === null || pictures === null ? (
        <>
          <Predict stop="collide" />
          <p class="card">{t("collide.nopicture")}</p>
        </>
      ) : (
        <>
          <First {...{ pair, pictures }} onNext={() => setTurn(turn + 1)} />
          <AddingCard pictures={pictures} />
          <section class="card" aria-label={t("collide.game.title")}>
            <h2>{t("collide.game.title")}</h2>
            <p>{t("collide.game.intro")}</p>
            <Game />
          </section>
        </>
      )}
      <Where />
    </>
  );
}

/** Two collisions and the question; what they were once there is a guess. */
function First(props: {
  pair: { signal: number; background: number; signalIsFirst: boolean };
  pictures: PairPictures;
  onNext: () => void;
}): JSX.Element {
  const hunt = useHunt();
  const { pair, pictures } = props;
  const isTold = hunt.journal.content.guesses.collide !== undefined;
  const shown = [true, false].map((first): Shown => {
    const isSignal = first === pair.signalIsFirst;
    return {
      picture: isSignal ? pictures.signal : pictures.background,
      name: t(first ? "collide.first" : "collide.second"),
      kind: !isTold ? "untold" : isSignal ? "signal" : "background",
      ...(isTold && {
        caption: processOf(hunt, isSignal ? pair.signal : pair.background).title,
      }),
    };
  });
  return (
    <div class="collide-first">
      <section class="card" aria-label={t("collide.pair")}>
        <SideBySide shown={shown} />
        <p class="help">{t("collide.scale")}</p>
      </section>
      <div class="collide-guess">
        <Predict stop="collide">
          <p>
            {t("collide.truth", {
              place: t(pair.signalIsFirst ? "collide.first" : "collide.second"),
              signal: processOf(hunt, pair.signal).title,
              background: processOf(hunt, pair.background).title,
            })}{" "}
            {processOf(hunt, pair.background).description}
          </p>
          <button type="button" class="primary" onClick={props.onNext}>
            {t("collide.another")}
          </button>
          <p class="help">{t("collide.another.help")}</p>
        </Predict>
        <section class="card" aria-label={t("collide.legend")}>
          <h2>{t("collide.legend")}</h2>
          <dl class="legend-arrows">
            {(["lead", "missing", "rest"] as const).map((part) => (
              <div key={part}>
                <dt>
                  <span class={`key ${part}`} aria-hidden="true" /> {t(`collide.legend.${part}`)}
                </dt>
                <dd>
                  <Rich text={t(`collide.legend.${part}.text`)} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </div>
  );
}

function AddingCard(props: { pictures: PairPictures }): JSX.Element {
  const { signal, background } = props.pictures;
  const [which, setWhich] = useState<"signal" | "background">("signal");
  const isTold = useHunt().journal.content.guesses.collide !== undefined;
  return (
    <section class="card" aria-label={t("collide.add.title")}>
      <Adding picture={which === "signal" ? signal : background}>
        <h2>{t("collide.add.title")}</h2>
        <p>{t("collide.add.intro")}</p>
      </Adding>
      {isTold && (
        <button
          type="button"
          onClick={() => setWhich(which === "signal" ? "background" : "signal")}
        >
          {t("collide.add.other")}
        </button>
      )}
      <details class="honest">
        <summary>{t("collide.honest")}</summary>
        <dl>
          {(["stored", "follows", "chosen"] as const).map((part) => (
            <div key={part}>
              <dt>{t(`collide.honest.${part}`)}</dt>
              <dd>{t(`collide.honest.${part}.text`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

/** Where the collisions come from: always said. */
function Where(): JSX.Element | null {
  const facts = useHunt().datasetFacts;
  // Of a table of one's own only its maker knows that, and the top of the page says so.
  if (facts.file !== undefined) return null;
  return (
    <section class="card" aria-label={t("collide.where")}>
      <h2>{t("collide.where")}</h2>
      <p>
        <strong>{t(`origin.${facts.origin}`)}</strong>{" "}
        {t("collide.where.text", {
          title: facts.title,
          energy: formatNumber(facts.sqrt_s_tev),
        })}{" "}
        {facts.record_url !== null && (
          <a href={facts.record_url} rel="external">
            {t("origin.record", { record: facts.record_url.split("/").pop() ?? "" })}
          </a>
        )}
      </p>
      <p class="soft">{t("collide.where.drawn")}</p>
    </section>
  );
}
