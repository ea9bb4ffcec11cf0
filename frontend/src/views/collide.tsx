/** Stop 1: what one collision is. */
import type { JSX } from "preact";
import { t } from "../text";
import { Intro } from "./components/intro";
import { Predict } from "./lesson/predict";

export function Collide(): JSX.Element {
  return (
    <>
      <Intro title={t("collide.title")}>
        <p>{t("collide.intro")}</p>
      </Intro>
      <Predict stop="collide" />
    </>
  );
}
