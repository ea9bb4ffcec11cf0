/** Ten pairs: in each, which collision made dark matter? With what a coin would get beside it. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { rowsName } from "../../model/level";
import { coinReaches, drawPairs, N_PAIRS, rightAnswers, scoreOf } from "../../model/pairGame";
import type { Game as GamePlayed, Pair } from "../../model/pairGame";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatPercent } from "../format";
import { GameAgainstModel, ScoreTable } from "./againstModel";
import { SideBySide } from "./pair";
import type { Shown } from "./pair";
import { keptGame, picturesOf, processOf } from "./picture";

const SEEDS = 2 ** 32;

function newGame(hunt: Hunt): GamePlayed | null {
  const { dataset, facts, state } = hunt;
  if (dataset === null) return null;
  const seed = Math.floor(Math.random() * SEEDS);
  const pairs = drawPairs(dataset, hunt.codes, facts.split.test, { seed });
  return pairs === null
    ? null
    : { dataset: rowsName(dataset), signal: state.signal, pairs, answers: [] };
}

export function Game(): JSX.Element {
  const hunt = useHunt();
  const game = keptGame(hunt);
  const start = (): void => {
    const next = newGame(hunt);
    if (next !== null) hunt.journal.write({ game: next });
  };
  if (game === null) {
    return (
      <button type="button" class="primary" onClick={start}>
        {t("collide.game.start")}
      </button>
    );
  }
  const name = game.pairs.map(({ signal, background }) => `${signal}-${background}`).join();
  return <Round key={name} game={game} onAgain={start} />;
}

/** One pair at a time: the one to answer, and after the answer what they were. */
function Round(props: { game: GamePlayed; onAgain: () => void }): JSX.Element {
  const hunt = useHunt();
  const { game } = props;
  const { answers, pairs } = game;
  const [index, setIndex] = useState(answers.length);
  const heading = useRef<HTMLHeadingElement>(null);
  const goOn = (): void => {
    setIndex(answers.length);
    heading.current?.focus();
  };
  const isTold = index < answers.length;
  return (
    <>
      <h3 ref={heading} tabIndex={-1} class="game-count">
        {index < N_PAIRS
          ? t("collide.game.pair", { n: index + 1, of: N_PAIRS })
          : t("collide.game.over")}
      </h3>
      <Marks game={game} />
      {index < N_PAIRS ? (
        <>
          <PairToTell
            pair={pairs[index]}
            answer={answers.at(index) ?? null}
            onAnswer={(first) =>
              hunt.journal.write({ game: { ...game, answers: [...answers, first] } })
            }
          />
          {isTold && <GoOn onClick={goOn} isLast={index === N_PAIRS - 1} />}
        </>
      ) : (
        <Result game={game} onAgain={props.onAgain} />
      )}
    </>
  );
}

function isRight({ answers, pairs }: GamePlayed, index: number): boolean {
  return answers[index] === pairs[index].signalIsFirst;
}

function placeName(first: boolean): string {
  return t(first ? "collide.first" : "collide.second");
}

/** Which of the two? Told after the answer. */
function PairToTell(props: {
  pair: Pair;
  answer: boolean | null;
  onAnswer: (first: boolean) => void;
}): JSX.Element {
  const hunt = useHunt();
  const { pair, answer, onAnswer } = props;
  const pictures = useMemo(() => picturesOf(hunt, pair), [pair]);
  if (pictures === null) return <p>{t("collide.nopicture")}</p>;
  const shown = [true, false].map((first): Shown => {
    const isSignal = first === pair.signalIsFirst;
    const name = placeName(first);
    const { title } = processOf(hunt, isSignal ? pair.signal : pair.background);
    return {
      picture: isSignal ? pictures.signal : pictures.background,
      name,
      kind: answer === null ? "untold" : isSignal ? "signal" : "background",
      ...(answer !== null && { caption: title }),
      ...(answer === null && {
        children: (
          <button type="button" class="primary" onClick={() => onAnswer(first)}>
            {t("collide.game.choose", { name })}
          </button>
        ),
      }),
    };
  });
  const verdict = answer === pair.signalIsFirst ? "collide.game.right" : "collide.game.wrong";
  return (
    <>
      <SideBySide shown={shown} />
      <p role="status" class="told">
        {answer !== null && t(verdict, { name: placeName(pair.signalIsFirst) })}
      </p>
    </>
  );
}

/** Takes the focus: the buttons that had it are gone. */
function GoOn(props: { onClick: () => void; isLast: boolean }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <button ref={button} type="button" class="primary" onClick={props.onClick}>
      {t(props.isLast ? "collide.game.score" : "collide.game.next")}
    </button>
  );
}

/** One mark a pair: right, wrong, or still to come. */
function Marks(props: { game: GamePlayed }): JSX.Element {
  const { game } = props;
  const told = t("collide.game.marks", {
    right: rightAnswers(game),
    answered: game.answers.length,
  });
  return (
    <p class="marks">
      <span aria-hidden="true">
        {game.pairs.map((_, index) => (
          <span key={index} class={markOf(game, index)}>
            {MARKS[markOf(game, index)]}
          </span>
        ))}
      </span>{" "}
      <span class="soft">{told}</span>
    </p>
  );
}

const MARKS = { right: "✓", wrong: "✗", open: "·" } as const;

function markOf(game: GamePlayed, index: number): keyof typeof MARKS {
  if (index >= game.answers.length) return "open";
  return isRight(game, index) ? "right" : "wrong";
}

function Result(props: { game: GamePlayed; onAgain: () => void }): JSX.Element {
  const right = rightAnswers(props.game);
  return (
    <>
      <ScoreTable rows={[{ name: t("collide.game.you"), score: scoreOf(right, N_PAIRS) }]} />
      <p role="status">{sentenceOn(right)}</p>
      <p>{t("collide.game.lesson")}</p>
      <GameAgainstModel />
      <button type="button" onClick={props.onAgain}>
        {t("collide.game.again")}
      </button>
    </>
  );
}

/** Fewest right answers that a coin reaches in less than one game of ten, and in one of fifty. */
const [RARE, VERY_RARE] = [8, 9];
const FEW = 3;

/** What a score says, and what it does not. */
function sentenceOn(right: number): string {
  const values = {
    right,
    chance: formatPercent(coinReaches(right, N_PAIRS)),
    // A coin is as often wrong as right.
    chanceBelow: formatPercent(coinReaches(N_PAIRS - right, N_PAIRS)),
  };
  if (right >= VERY_RARE) return t("collide.game.says.many", values);
  if (right >= RARE) return t("collide.game.says.rare", values);
  if (right <= FEW) return t("collide.game.says.few", values);
  return t("collide.game.says.coin", values);
}
