/** What a student did: kept in the browser, taken along as a file, gone on with after a crash. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { JournalError, textOf } from "../../journal/file";
import { type Place, PLACES } from "../../state";
import { t, tDynamic } from "../../text";
import { download, FileButton } from "../components/file";
import { useHunt } from "../context";

const FILE_NAME = "fivesigma-progress.json";

/** Save, open, start anew; and what came of it. */
export function ProgressFile(): JSX.Element {
  const hunt = useHunt();
  const [said, setSaid] = useState("");
  const [refusal, setRefusal] = useState("");
  const [isAsking, setAsking] = useState(false);
  const say = (text: string, problem = ""): void => {
    setSaid(text);
    setRefusal(problem);
    setAsking(false);
  };
  const save = (): void => {
    hunt.address.write();
    download(hunt.journal.toFile(`fivesigma ${hunt.facts.version}`), FILE_NAME);
    say(t("progress.saved", { name: FILE_NAME }));
  };
  const open = async (file: File): Promise<void> => {
    try {
      hunt.openProgress(await textOf(file));
      say(t("progress.opened", { name: file.name }));
    } catch (problem) {
      if (!(problem instanceof JournalError)) throw problem;
      say("", tDynamic(problem.key));
    }
  };
  const clear = (): void => {
    hunt.startAnew();
    say(t("progress.cleared"));
  };
  return (
    <section>
      <h2>{t("menu.progress")}</h2>
      <p class="help">{t("progress.help")}</p>
      <div class="menu-places">
        <button type="button" onClick={save}>
          {t("progress.save")}
        </button>
        <FileButton label={t("progress.open")} onChoose={(file) => void open(file)} />
        <button type="button" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
          {t("progress.clear")}
        </button>
      </div>
      {isAsking && (
        <div class="warning">
          <p>{t("progress.clear.sure")}</p>
          <div class="menu-places">
            <button type="button" onClick={clear}>
              {t("progress.clear.yes")}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {t("progress.clear.no")}
            </button>
          </div>
        </div>
      )}
      <p class="help" role="status">
        {said}
      </p>
      {refusal !== "" && (
        <p class="warning" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

/** Offers to go on where the reader was, in a page opened without saying where. */
export function Resume(): JSX.Element | null {
  const hunt = useHunt();
  if (hunt.earlier === null) return null;
  const asked = new URLSearchParams(hunt.earlier.slice(1)).get("stop");
  const stop: Place = PLACES.find((place) => place === asked) ?? PLACES[0];
  return (
    <section class="resume" role="status" aria-label={t("menu.progress")}>
      <p>{t("progress.resume", { stop: t(`stop.${stop}`) })}</p>
      <div class="menu-places">
        <button type="button" class="primary" onClick={() => hunt.goOn()}>
          {t("progress.resume.yes")}
        </button>
        <button type="button" onClick={() => hunt.stayHere()}>
          {t("progress.resume.no")}
        </button>
      </div>
    </section>
  );
}

/** Said as long as the browser refuses to keep the journal. */
export function NotKept(): JSX.Element | null {
  if (useHunt().journal.isKept) return null;
  return (
    <p class="notices" role="status">
      {t("progress.notkept")}
    </p>
  );
}
