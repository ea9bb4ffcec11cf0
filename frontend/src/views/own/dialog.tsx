/** A table being opened: what was found, what each column is for, what would be read. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { TableProblem } from "../../model/csv/problem";
import type { DeskState, TableDesk } from "../../own/desk";
import { t, tDynamic } from "../../text";
import { TableButton } from "../components/file";
import { formatCount, formatPercent } from "../format";
import { Found } from "./found";
import { Outcome } from "./outcome";
import { RolesForm } from "./roles";

export function OwnDialog(props: { desk: TableDesk; onAccept: () => void }): JSX.Element {
  const { desk, onAccept } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const file = desk.state.step === "empty" ? null : desk.state.file;
  useLayoutEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, [file]);
  // The browser tells of a closed dialog late; a file that was dropped since then stays.
  const onClose = (): void => {
    if (dialog.current?.open !== true) desk.close();
  };
  return (
    <dialog ref={dialog} class="own" aria-labelledby="own-title" onClose={onClose}>
      <h2 id="own-title">{t("own.title")}</h2>
      <p class="soft">{t("own.private")}</p>
      <div class="menu-places">
        <TableButton label={t("own.other")} onChoose={(file) => desk.open(file)} />
        <button type="button" onClick={() => desk.close()}>
          {t("own.close")}
        </button>
      </div>
      <Step desk={desk} state={desk.state} onAccept={onAccept} />
    </dialog>
  );
}

function Step(props: {
  desk: TableDesk;
  state: DeskState;
  onAccept: () => void;
}): JSX.Element | null {
  const { desk, state, onAccept } = props;
  if (state.step === "empty") return null;
  const { name } = state.file;
  if (state.step === "looking") {
    return <p role="status">{t("own.looking", { name, share: formatPercent(state.share) })}</p>;
  }
  if (state.step === "refused") {
    return <Refusal problem={state.problem} onAgain={() => desk.open(state.file)} />;
  }
  return (
    <>
      <Found looked={state.looked} onWrite={(wanted) => desk.write(wanted)} />
      <RolesForm
        looked={state.looked}
        roles={state.roles}
        onChoose={(patch) => desk.choose(patch)}
      />
      <Outcome state={state} onAgain={() => desk.choose({})} onAccept={onAccept} />
    </>
  );
}

/** One sentence, and a way on where trying again can help. */
export function Refusal(props: { problem: TableProblem; onAgain: () => void }): JSX.Element {
  const { key } = props.problem;
  const mayPass = key === "own.problem.worker" || key === "own.problem.unreadable";
  return (
    <div class="warning" role="alert">
      <p>{problemText(props.problem)}</p>
      {mayPass && (
        <button type="button" onClick={props.onAgain}>
          {t("own.again")}
        </button>
      )}
    </div>
  );
}

const COUNTED = new Set(["n", "rows", "row", "limit"]);

function problemText({ key, values }: TableProblem): string {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    COUNTED.has(name) ? formatCount(Number(value)) : value,
  ]);
  return tDynamic(key, Object.fromEntries(shown) as Record<string, string>);
}
