/** Where a reader's own table is looked at, before it becomes the events of the hunt. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { TableProblem } from "../../model/csv/problem";
import { TableDesk } from "../../own/desk";
import { type OwnSet, ownSet } from "../../own/set";
import { OwnDialog } from "./dialog";

/** A dialog for the files that were given, one of them at a time; nothing once it was closed. */
export function ReadingRoom(props: {
  files: readonly File[];
  onAccept: (chosen: OwnSet) => void;
}): JSX.Element | null {
  const { files, onAccept } = props;
  const desk = useDesk();
  useLayoutEffect(() => {
    if (files.length === 1) desk.open(files[0]);
    else desk.turnAway(files[0], new TableProblem("own.problem.many", { n: `${files.length}` }));
  }, [files]);
  const accept = (): void => {
    const { state } = desk;
    if (state.step !== "choosing" || state.outcome.kind !== "ready") return;
    const { dataset, ...summary } = state.outcome.table;
    desk.close();
    onAccept(ownSet(state.looked.file, summary, () => Promise.resolve(dataset)));
  };
  return desk.state.step === "empty" ? null : <OwnDialog desk={desk} onAccept={accept} />;
}

/** A desk of this page; the caller is drawn again whenever it changes. */
function useDesk(): TableDesk {
  const [, redraw] = useState(0);
  const [desk] = useState(() => new TableDesk(() => redraw((n) => n + 1)));
  useEffect(() => () => desk.close(), []);
  return desk;
}
