/** Everything on one page, for those who know the story. */
import type { JSX } from "preact";
import { t } from "../text";
import { Sandboxed } from "./components/intro";
import { Cut } from "./cut";
import { Decide } from "./decide";
import { Judge } from "./judge";
import { Learn } from "./learn";

export function Sandbox(): JSX.Element {
  return (
    <>
      <section class="intro">
        <h1>{t("sandbox.title")}</h1>
        <p>{t("sandbox.intro")}</p>
      </section>
      <Sandboxed.Provider value={true}>
        <Cut />
        <Learn />
        <Judge />
        <Decide />
      </Sandboxed.Provider>
    </>
  );
}
