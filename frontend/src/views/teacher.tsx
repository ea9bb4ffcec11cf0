/** For teachers: links, plans, answers. */
import type { JSX } from "preact";
import { t } from "../text";
import { Intro } from "./components/intro";

export function Teacher(): JSX.Element {
  return <Intro title={t("teacher.title")} />;
}
