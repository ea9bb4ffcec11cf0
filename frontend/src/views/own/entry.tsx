/** The way in for a reader's own table: a button, and the whole page to drop a file on. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { TableProblem } from "../../model/csv/problem";
import { TableDesk } from "../../own/desk";
import { type OwnSet, ownSet } from "../../own/set";
import { forgetTable, keepTable } from "../../own/store";
import "../../styles/own.css";
import { t } from "../../text";
import { FileButton } from "../components/file";
import { useHunt } from "../context";
import { OwnDialog } from "./dialog";

export const ACCEPTED = ".csv,.tsv,.txt,.dat,text/csv,text/tab-separated-values,text/plain";

/** Opens a table, and takes it away again. */
export function OwnEntry(): JSX.Element {
  const hunt = useHunt();
  const { own } = hunt;
  const desk = useDesk();
  const [said, setSaid] = useState("");
  const isOver = useDrop((files) => {
    if (files.length === 1) desk.open(files[0]);
    else desk.turnAway(files[0], new TableProblem("own.problem.many", { n: `${files.length}` }));
  });
  const accept = async (): Promise<void> => {
    const { state } = desk;
    if (state.step !== "choosing" || state.outcome.kind !== "ready") return;
    const { dataset, ...summary } = state.outcome.table;
    const { file } = state.looked;
    desk.close();
    const chosen = ownSet(file, summary, () => Promise.resolve(dataset));
    await hunt.adopt(chosen);
    const isKept = await keepTable(chosen);
    setSaid(t(isKept ? "own.kept" : "own.notkept", { name: file.name }));
  };
  const remove = async ({ facts: { title } }: OwnSet): Promise<void> => {
    const isGone = (await hunt.letGo()) && (await forgetTable());
    setSaid(isGone ? t("own.removed") : t("own.notremoved", { name: title }));
  };
  return (
    <span class="own-entry">
      <FileButton label={t("own.button")} accept={ACCEPTED} onChoose={(file) => desk.open(file)} />
      {own !== null && (
        <button type="button" onClick={() => void remove(own)}>
          {t("own.remove")}
        </button>
      )}
      <span role="status" class="soft">
        {said}
      </span>
      {isOver && (
        <div class="drop-zone" aria-hidden="true">
          <p>{t("own.drop")}</p>
        </div>
      )}
      {desk.state.step !== "empty" && <OwnDialog desk={desk} onAccept={() => void accept()} />}
    </span>
  );
}

/** A desk of this page; the caller is drawn again whenever it changes. */
function useDesk(): TableDesk {
  const [, redraw] = useState(0);
  const [desk] = useState(() => new TableDesk(() => redraw((n) => n + 1)));
  useEffect(() => () => desk.close(), []);
  return desk;
}

/** Hears files that are dropped anywhere on the page; whether some are held above it. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // Without this the browser leaves the page to show the file.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onFiles(files);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return isOver;
}
