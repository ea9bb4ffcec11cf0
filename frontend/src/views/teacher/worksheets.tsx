/** One page for each stop, to write on. */
import type { JSX } from "preact";
import { LESSONS } from "../../lesson";
import { type Stop, STOPS } from "../../state";
import { t, tDynamic } from "../../text";

export function Worksheets(): JSX.Element {
  return (
    <section class="card worksheets-card">
      <h2>{t("teacher.sheets")}</h2>
      <p class="help">{t("teacher.sheets.help")}</p>
      <button type="button" onClick={printSheets}>
        {t("teacher.sheets.print")}
      </button>
      <details>
        <summary>{t("teacher.sheets.preview")}</summary>
        <div class="worksheets">
          {STOPS.map((stop) => (
            <Worksheet key={stop} stop={stop} />
          ))}
        </div>
      </details>
    </section>
  );
}

/** Prints the worksheets and nothing else. */
function printSheets(): void {
  const page = document.documentElement;
  const details = document.querySelector<HTMLDetailsElement>(".worksheets-card details");
  const wasOpen = details?.open ?? false;
  if (details !== null) details.open = true;
  page.classList.add("printing-worksheets");
  addEventListener(
    "afterprint",
    () => {
      page.classList.remove("printing-worksheets");
      if (details !== null) details.open = wasOpen;
    },
    { once: true },
  );
  print();
}

function Worksheet({ stop }: { stop: Stop }): JSX.Element {
  const { guess, quiz } = LESSONS[stop];
  const quantities = tDynamic(`teacher.sheet.${stop}`).split(" · ");
  return (
    <article class="worksheet">
      <h3>
        {t("app.name")} · {STOPS.indexOf(stop) + 1} {t(`stop.${stop}`)}
      </h3>
      <p class="blanks">
        <span>{t("teacher.sheet.name")}</span>
        <span>{t("teacher.sheet.date")}</span>
      </p>
      <h4>{t("teacher.sheet.guess")}</h4>
      <p>{tDynamic(`lesson.${stop}.guess`)}</p>
      <Boxes keys={guess.options.map((option) => `lesson.${stop}.guess.${option}`)} />
      <p>
        <strong>{t("teacher.sheet.do")}</strong> {tDynamic(`teacher.do.${stop}`)}
      </p>
      <h4>{t("teacher.sheet.measured")}</h4>
      <table class="words">
        <thead>
          <tr>
            <th scope="col">{t("teacher.sheet.quantity")}</th>
            <th scope="col">{t("teacher.sheet.value")}</th>
          </tr>
        </thead>
        <tbody>
          {quantities.map((quantity) => (
            <tr key={quantity}>
              <th scope="row">{quantity}</th>
              <td class="blank" />
            </tr>
          ))}
        </tbody>
      </table>
      <h4>{t("teacher.sheet.quiz")}</h4>
      <p>{tDynamic(`lesson.${stop}.quiz`)}</p>
      <Boxes keys={quiz.options.map((option) => `lesson.${stop}.quiz.${option}`)} />
      <p class="blanks">
        <span>{t("teacher.sheet.because")}</span>
      </p>
    </article>
  );
}

/** Something to tick. */
function Boxes({ keys }: { keys: readonly string[] }): JSX.Element {
  return (
    <ul class="boxes">
      {keys.map((key) => (
        <li key={key}>{tDynamic(key)}</li>
      ))}
    </ul>
  );
}
