/** A friend's run, from a link or a file: read, checked, and marked as reported. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { friendsRun, MOST_FILE_BYTES, MOST_RUNS, newRunId, withRun } from "../../../journal/runs";
import { t } from "../../../text";
import { FileButton } from "../../components/file";
import { useHunt } from "../../context";
import { quoted, runName } from "./words";

export function FromFriend(): JSX.Element {
  const { journal } = useHunt();
  const [link, setLink] = useState("");
  const [said, setSaid] = useState("");
  const [refusal, setRefusal] = useState("");
  const read = (text: string): boolean => {
    setSaid("");
    setRefusal("");
    const run = friendsRun(text, newRunId());
    const place = journal.content.runs.length;
    const isFull = place >= MOST_RUNS;
    if (run === null || isFull) {
      setRefusal(t(isFull ? "judge.runs.full" : "judge.friend.refused"));
      return false;
    }
    journal.update("runs", (runs) => withRun(runs, run) ?? runs);
    setSaid(t("judge.friend.added", { name: quoted(runName(run, place)) }));
    return true;
  };
  const readFile = async (file: File): Promise<void> => {
    read(file.size > MOST_FILE_BYTES ? "" : await file.text());
  };
  return (
    <>
      <p>{t("judge.friend.how")}</p>
      <form
        class="keep"
        onSubmit={(event) => {
          event.preventDefault();
          if (read(link)) setLink("");
        }}
      >
        <label>
          {t("judge.friend.link")}
          <input
            type="text"
            inputMode="url"
            value={link}
            autocomplete="off"
            onInput={(event) => setLink(event.currentTarget.value)}
          />
        </label>
        <button type="submit">{t("judge.friend.add")}</button>
        <FileButton label={t("judge.friend.file")} onChoose={(file) => void readFile(file)} />
      </form>
      <p class="soft" role="status">
        {said}
      </p>
      {refusal !== "" && (
        <p class="warning" role="alert">
          {refusal}
        </p>
      )}
    </>
  );
}
