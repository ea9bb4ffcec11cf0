/** For teachers: a link for the class, lesson plans, worksheets and answers. */
import type { JSX } from "preact";
import { t, tDynamic } from "../../text";
import { Intro } from "../components/intro";
import { Answers } from "./answers";
import { ClassLink } from "./class-link";
import { Plans } from "./plans";
import { Worksheets } from "./worksheets";

const BEFORE = ["try", "network", "devices", "privacy", "numbers"] as const;

export function Teacher(): JSX.Element {
  return (
    <>
      <Intro title={t("teacher.title")}>
        <p>{t("teacher.intro")}</p>
      </Intro>
      <ClassLink />
      <Plans />
      <section class="card">
        <h2>{t("teacher.before")}</h2>
        <ul>
          {BEFORE.map((item) => (
            <li key={item}>{tDynamic(`teacher.before.${item}`)}</li>
          ))}
        </ul>
      </section>
      <Worksheets />
      <Answers />
    </>
  );
}
