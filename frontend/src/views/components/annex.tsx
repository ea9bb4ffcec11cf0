/** Parts of the page that not every reader enters: program and words come when somebody does. */
import type { JSX } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { speakIn, t } from "../../text";
import type { Annex } from "../../text/languages";

/** What `load` brings, once the words of the annex are here too; null where one cannot be had. */
export async function enter<P>(annex: Annex, load: () => Promise<P>): Promise<P | null> {
  try {
    const [part] = await Promise.all([load(), speakIn(annex)]);
    return part;
  } catch {
    return null;
  }
}

/** What `load` brings, drawn with `props`; says so while it is on its way or cannot be had. */
export function AnnexPart<P extends object>(given: {
  annex: Annex;
  load: () => Promise<(props: P) => JSX.Element>;
  props: P;
}): JSX.Element {
  const { annex, load, props } = given;
  const [state, setState] = useState<{ readonly Part: (props: P) => JSX.Element } | Missing>(
    "coming",
  );
  const come = async (): Promise<void> => {
    setState("coming");
    const Part = await enter(annex, load);
    setState(Part === null ? "absent" : { Part });
  };
  // Before anything is painted: what was entered before is there at once.
  useLayoutEffect(() => void come(), []);
  if (state === "coming")
    return (
      <p class="loading" role="status">
        {t("annex.coming")}
      </p>
    );
  if (state !== "absent") return <state.Part {...props} />;
  return (
    <div class="warning" role="alert">
      <p>{t("annex.absent")}</p>
      <button type="button" onClick={() => void come()}>
        {t("error.again")}
      </button>
    </div>
  );
}

type Missing = "coming" | "absent";
