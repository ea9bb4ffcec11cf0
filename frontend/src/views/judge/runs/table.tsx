/** The kept runs, a row each: what they are, what they reached, and what can be done with them. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import {
  changedRun,
  cleanName,
  fileOf,
  type KeptRun,
  linkOf,
  LONGEST_NAME,
} from "../../../journal/runs";
import { addressOf, modelKey, stateOf } from "../../../keptRuns";
import { t } from "../../../text";
import { useCopy } from "../../components/copy";
import { download } from "../../components/file";
import { useHunt } from "../../context";
import { areaText, quoted, runName, runWords, sigmaText } from "./words";

const SAID = { copied: "judge.runs.copied", manual: "judge.runs.copied.not" } as const;
const COLUMNS = ["name", "model", "epochs", "auc", "z", "do"] as const;

export function RunTable(props: {
  runs: readonly KeptRun[];
  onRemove: (run: KeptRun) => void;
}): JSX.Element {
  const hunt = useHunt();
  const present = modelKey(hunt.state, hunt.facts);
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("judge.runs.table")}>
      <table class="runs-table">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`judge.runs.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.runs.map((run, place) => (
            <Row key={run.id} {...{ run, place, present }} onRemove={() => props.onRemove(run)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly run: KeptRun;
  readonly place: number;
  /** The model at hand. */
  readonly present: string;
  readonly onRemove: () => void;
}

function Row(props: RowProps): JSX.Element {
  const { facts } = useHunt();
  const { run, place } = props;
  const [isNaming, setNaming] = useState(false);
  const words = useMemo(() => runWords(run, facts), [run, facts]);
  const isNow = useMemo(() => modelKey(stateOf(run, facts), facts), [run, facts]) === props.present;
  return (
    <tr class={isNow ? "now" : ""}>
      <th scope="row">
        {isNaming ? (
          <Naming run={run} onDone={() => setNaming(false)} />
        ) : (
          <bdi>{runName(run, place)}</bdi>
        )}
        {isNow && <span class="tag">{t("judge.runs.now")}</span>}
        {run.origin === "friend" && <Origin run={run} />}
      </th>
      <td>
        {words.model}
        <span class="meaning soft">{words.details}</span>
        <span class="meaning soft">{words.data}</span>
      </td>
      <td class="quantity">{words.epochs}</td>
      <td class="quantity">{areaText(run.auc)}</td>
      <td>
        <span class="quantity">{sigmaText(run.z)}</span>
        <span class="meaning soft">{words.at}</span>
      </td>
      <td>
        <Actions {...props} isNow={isNow} onName={() => setNaming(true)} />
      </td>
    </tr>
  );
}

/** Numbers that this page has not computed are always marked. */
function Origin({ run }: { run: KeptRun }): JSX.Element {
  return (
    <span class={`meaning ${run.isComputedHere ? "soft" : "reported"}`}>
      {t(run.isComputedHere ? "judge.friend.computed" : "judge.friend.reported")}
    </span>
  );
}

/** The name, being written; Enter keeps it and Escape leaves it as it was. */
function Naming(props: { run: KeptRun; onDone: () => void }): JSX.Element {
  const { journal } = useHunt();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const keep = (): void => {
    const name = cleanName(field.current?.value);
    journal.update("runs", (runs) => changedRun(runs, props.run.id, { name }));
    props.onDone();
  };
  return (
    <form
      class="naming"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <input
        ref={field}
        type="text"
        aria-label={t("judge.runs.name")}
        defaultValue={props.run.name}
        maxLength={LONGEST_NAME}
        autocomplete="off"
        onKeyDown={(event) => event.key === "Escape" && props.onDone()}
      />
      <button type="submit">{t("judge.runs.rename.keep")}</button>
    </form>
  );
}

/** Open, rename, hand on, take away. */
function Actions(props: RowProps & { isNow: boolean; onName: () => void }): JSX.Element {
  const hunt = useHunt();
  const { run, place, isNow } = props;
  const [copied, copy] = useCopy();
  const name = quoted(runName(run, place));
  const link = location.href.split("#")[0] + linkOf(run);
  const open = (): void => {
    location.hash = addressOf(run, hunt);
  };
  const verbs = [
    ...(isNow ? [] : [["open", open] as const]),
    ["rename", props.onName] as const,
    ["link", () => void copy(link)] as const,
    ["file", () => download(fileOf(run), `run-${place + 1}.json`)] as const,
    ["remove", props.onRemove] as const,
  ];
  return (
    <span class="actions">
      {verbs.map(([verb, act]) => (
        <button
          key={verb}
          type="button"
          class="quiet"
          aria-label={t(`judge.runs.do.${verb}.name`, { name })}
          onClick={act}
        >
          {t(`judge.runs.do.${verb}`)}
        </button>
      ))}
      <span class="soft" role="status">
        {copied !== "not-yet" && t(SAID[copied])}
      </span>
    </span>
  );
}
