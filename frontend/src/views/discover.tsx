/** Stop 7: look, and say what it means. */
import type { JSX } from "preact";
import { t } from "../text";
import { Intro } from "./components/intro";
import { NotebookButton } from "./discover/notebook";
import { Predict } from "./lesson/predict";

export function Discover(): JSX.Element {
  return (
    <>
      <Intro title={t("discover.title")}>
        <p>{t("discover.intro")}</p>
      </Intro>
      <Predict stop="discover" />
      <NotebookButton />
    </>
  );
}
