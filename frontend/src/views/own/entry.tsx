/** The way in for a reader's own table: a button, and the whole page to drop a file on. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { OwnSet } from "../../own/set";
import { forgetTable, keepTable } from "../../own/store";
import "../../styles/own.css";
import { t } from "../../text";
import { enter } from "../components/annex";
import { TableButton } from "../components/file";
import { useHunt } from "../context";
import type { ReadingRoom } from "./annex";

/** Opens a table, and takes it away again. */
export function OwnEntry(): JSX.Element {
  const hunt = useHunt();
  const { own } = hunt;
  const [said, setSaid] = useState("");
  const [given, setGiven] = useState<{ Room: typeof ReadingRoom; files: readonly File[] } | null>(
    null,
  );
  const open = async (files: readonly File[]): Promise<void> => {
    const Room = await enter("own", async () => (await import("./annex")).ReadingRoom);
    setSaid(Room === null ? t("annex.absent") : "");
    if (Room !== null) setGiven({ Room, files });
  };
  const isOver = useDrop((files) => void open(files));
  const accept = async (chosen: OwnSet): Promise<void> => {
    await hunt.adopt(chosen);
    const isKept = await keepTable(chosen);
    setSaid(t(isKept ? "own.kept" : "own.notkept", { name: chosen.facts.title }));
  };
  const remove = async ({ facts: { title } }: OwnSet): Promise<void> => {
    const isGone = (await hunt.letGo()) && (await forgetTable());
    setSaid(isGone ? t("own.removed") : t("own.notremoved", { name: title }));
  };
  return (
    <span class="own-entry">
      <TableButton label={t("own.button")} onChoose={(file) => void open([file])} />
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
      {given !== null && (
        <given.Room files={given.files} onAccept={(chosen) => void accept(chosen)} />
      )}
    </span>
  );
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
