/** The models a student wants to remember: kept, named, set side by side, shared. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Hunt } from "../../../hunt";
import { cleanName, type KeptRun, LONGEST_NAME, MOST_RUNS, withRun } from "../../../journal/runs";
import { keptRun, modelKey, stateOf } from "../../../keptRuns";
import { t } from "../../../text";
import { useHunt } from "../../context";
import { Part } from "../part";
import type { Divided, Verdict } from "../verdict";
import { Difference } from "./difference";
import { FromFriend } from "./friend";
import { isAtRest, useFound, useRemember } from "./found";
import { RunTable } from "./table";
import { quoted, runName } from "./words";

/** A run that was just taken away, and where it stood. */
interface Removed {
  readonly run: KeptRun;
  readonly place: number;
}

/** The table; with a model at hand also the button that keeps it (`children`). */
export function Runs(props: { children?: JSX.Element | null }): JSX.Element {
  const hunt = useHunt();
  const { runs } = hunt.journal.content;
  const [removed, setRemoved] = useState<Removed | null>(null);
  const remove = (run: KeptRun): void => {
    setRemoved({ run, place: runs.indexOf(run) });
    hunt.journal.update("runs", (before) => before.filter(({ id }) => id !== run.id));
  };
  const putBack = ({ run, place }: Removed): void => {
    hunt.journal.update("runs", (before) =>
      [...before.slice(0, place), run, ...before.slice(place)].slice(0, MOST_RUNS),
    );
    setRemoved(null);
  };
  return (
    <section class="card runs" aria-label={t("judge.runs")}>
      <h2>{t("judge.runs")}</h2>
      <p>{t("judge.runs.intro", { most: MOST_RUNS })}</p>
      {props.children}
      {runs.length > 0 && <RunTable runs={runs} onRemove={remove} />}
      {removed !== null && <Undo removed={removed} onUndo={() => putBack(removed)} />}
      {runs.length > 1 && <Difference runs={runs} />}
      <Part name="friend" title="h3">
        <FromFriend />
      </Part>
    </section>
  );
}

/** Takes the focus, which the row that is gone has left to nobody. */
function Undo(props: { removed: Removed; onUndo: () => void }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const { run, place } = props.removed;
  useEffect(() => button.current?.focus(), [run]);
  return (
    <p class="work" role="status">
      {t("judge.runs.removed", { name: quoted(runName(run, place)) })}{" "}
      <button ref={button} type="button" onClick={props.onUndo}>
        {t("judge.runs.undo")}
      </button>
    </p>
  );
}

/** Keeps the model at hand under a name. */
export function KeepRun(props: { verdict: Verdict; divided: Divided }): JSX.Element {
  const hunt = useHunt();
  const found = useFound(hunt, props.verdict, props.divided);
  useRemember(hunt, props.verdict, found);
  const [name, setName] = useState("");
  const [said, setSaid] = useState("");
  const obstacle = obstacleOf(hunt);
  const keep = (): void => {
    const run = keptRun(hunt, found, cleanName(name));
    let place = 0;
    hunt.journal.update("runs", (runs) => {
      place = runs.length;
      return withRun(runs, run) ?? runs;
    });
    setName("");
    setSaid(t("judge.runs.kept", { name: quoted(runName(run, place)) }));
  };
  return (
    <form
      class="keep"
      onSubmit={(event) => {
        event.preventDefault();
        if (obstacle === null) keep();
      }}
    >
      <label>
        {t("judge.runs.name")}
        <input
          type="text"
          value={name}
          maxLength={LONGEST_NAME}
          autocomplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" disabled={obstacle !== null}>
        {t("judge.runs.keep")}
      </button>
      {said === "" && <Standing hunt={hunt} />}
      <span class="soft" role="status">
        {obstacle ?? said}
      </span>
    </form>
  );
}

function obstacleOf(hunt: Hunt): string | null {
  if (hunt.journal.content.runs.length >= MOST_RUNS) return t("judge.runs.full");
  return isAtRest(hunt) ? null : t("judge.work.moving");
}

/** Where the very same model stands in the table already. */
function Standing(props: { hunt: Hunt }): JSX.Element | null {
  const { state, facts, journal } = props.hunt;
  const model = modelKey(state, facts);
  const { runs } = journal.content;
  const place = runs.findIndex((run) => modelKey(stateOf(run, facts), facts) === model);
  if (place < 0) return null;
  const name = quoted(runName(runs[place], place));
  return <span class="soft">{t("judge.runs.same", { name })}</span>;
}
