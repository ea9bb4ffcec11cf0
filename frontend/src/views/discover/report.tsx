/** The report: to print or to keep, on one sheet that says what it is made of. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { isMeasured, LONGEST_NAME, nOpened } from "../../journal/discovery";
import { t } from "../../text";
import { download } from "../components/file";
import { useHunt } from "../context";
import { formatCount, formatSigma } from "../format";
import { WrittenNumbers, writtenOf } from "../decide/numbers";
import { datasetTitle, linkOf, signalTitle } from "./choice";
import type { Found } from "./found";
import { observedColumns, ObservedPlot, rowsOf, totalsOf } from "./observed-plot";
import { pathHelp, pathOf, PathPlot, pathText } from "./path";
import { sentencesOf } from "./result";
import { revealedSentences } from "./reveal";
import { type Told, toldOf } from "../told";
import { limitText, pValueText, sigmaText, strengthText } from "./words";

function useTold({ seen }: Found): Told {
  return toldOf(useHunt(), seen.decision.dataset, seen.experiment);
}

export function Report(props: { found: Found }): JSX.Element {
  const told = useTold(props.found);
  const [isShown, show] = useState(false);
  const paper = useRef<HTMLElement>(null);
  const save = async (): Promise<void> => {
    if (paper.current === null) return;
    // Its style sheets are only needed by those who save a report.
    const { reportFile } = await import("./report-file");
    download(
      reportFile(paper.current, told("discover.report.title")),
      fileName(props.found),
      "text/html",
    );
  };
  return (
    <section class="card report" aria-label={t("discover.report")}>
      <h2>{t("discover.report")}</h2>
      <p>{told("discover.report.text")}</p>
      <NameField />
      {!isShown && (
        <button type="button" class="primary" onClick={() => show(true)}>
          {t("discover.report.show")}
        </button>
      )}
      {isShown && <Buttons onSave={() => void save()} />}
      {isShown && (
        <article ref={paper} class="report-paper" aria-label={told("discover.report.title")}>
          <Paper found={props.found} />
        </article>
      )}
    </section>
  );
}

/** They take the place of the button that showed the report, and its focus. */
function Buttons(props: { onSave: () => void }): JSX.Element {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <p class="report-buttons">
      <button ref={first} type="button" class="primary" onClick={() => print()}>
        {t("discover.report.print")}
      </button>{" "}
      <button type="button" class="primary" onClick={props.onSave}>
        {t("discover.report.save")}
      </button>
    </p>
  );
}

/** "report-DM_200-17.html" */
function fileName({ seen }: Found): string {
  return `report-${seen.decision.signal}-${seen.experiment}.html`;
}

function NameField(): JSX.Element {
  const hunt = useHunt();
  const id = useId();
  const { name } = hunt.journal.content.discovery;
  return (
    <p class="field name-field">
      <label for={id}>{t("discover.report.name")}</label>
      <input
        id={id}
        type="text"
        value={name}
        maxLength={LONGEST_NAME}
        autocomplete="off"
        onChange={(event) => {
          const given = event.currentTarget.value.trim();
          hunt.journal.update("discovery", (before) => ({ ...before, name: given }));
        }}
      />
      <span class="help">{t("discover.report.name.help")}</span>
    </p>
  );
}

function Paper(props: { found: Found }): JSX.Element {
  const hunt = useHunt();
  const { found } = props;
  const { seen, prediction } = found;
  const { decision } = seen;
  const told = useTold(found);
  const { name } = hunt.journal.content.discovery;
  const shown = { prediction, counts: seen.counts, edges: decision.bins.edges, told };
  return (
    <>
      <p class="stamp">{told("discover.pseudodata")}</p>
      <h3 class="report-title">{told("discover.report.title")}</h3>
      <p>
        {name !== "" && <strong>{name} · </strong>}
        {t("discover.report.what", {
          signal: signalTitle(hunt, decision),
          dataset: datasetTitle(hunt, decision),
        })}
      </p>
      <p class="warning">
        {told("discover.report.pseudo", { experiment: String(seen.experiment) })}
      </p>
      <h4>{t("discover.path.choice")}</h4>
      <WrittenNumbers written={writtenOf(decision, hunt.facts)} />
      {decision.reason !== "" && <blockquote>{decision.reason}</blockquote>}
      <p>
        {t("discover.report.history", {
          locked: decision.lockedAt.slice(0, 16).replace("T", " "),
          attempt: formatCount(decision.attempt),
          opened: formatCount(nOpened(hunt.journal.content.discovery)),
        })}
      </p>
      <h4>{told("discover.observed")}</h4>
      <p>
        {plain(told("discover.observed.text", totalsOf(shown)))} {t("discover.observed.errors")}
      </p>
      <ObservedPlot {...shown} />
      <BinTable found={found} />
      <h4>{t("discover.result")}</h4>
      <Numbers found={found} />
      {sentencesOf(found.result).map((sentence) => (
        <p key={sentence}>{plain(sentence)}</p>
      ))}
      {seen.revealed && <h4>{t("discover.reveal.title")}</h4>}
      {seen.revealed && revealedSentences(found).map((one) => <p key={one}>{one}</p>)}
      <h4>{t("discover.path")}</h4>
      <PathPlot points={pathOf(found, told)} />
      <ol class="path-steps">
        {pathOf(found, told).map((point) => (
          <li key={point.name}>
            {point.name}: {pathText(point)}
          </li>
        ))}
      </ol>
      <p class="help">{pathHelp(found, told)}</p>
      <Origin found={found} />
    </>
  );
}

/** A sentence without the marks of its glossary words. */
function plain(text: string): string {
  return text.replace(/\[\[[\w-]+\|([^\]]+)\]\]/g, "$1");
}

function BinTable(props: { found: Found }): JSX.Element {
  const { prediction, seen } = props.found;
  const told = useTold(props.found);
  const shown = { prediction, counts: seen.counts, edges: seen.decision.bins.edges, told };
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("discover.report.bins")}>
      <table>
        <caption>{t("discover.report.bins")}</caption>
        <thead>
          <tr>
            {observedColumns(told).map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(shown).map((row, bin) => (
            <tr key={bin}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Numbers(props: { found: Found }): JSX.Element {
  const { result, seen } = props.found;
  const [, low, median, high] = result.limit.expected.map(limitText);
  const { z } = seen.decision.expected;
  const rows = [
    [t("discover.mu"), strengthText(result.mu, result.interval)],
    [t("discover.z"), sigmaText(result.z)],
    [t("discover.report.expected"), formatSigma(z.value, z.uncertainty)],
    [t("discover.p"), pValueText(result.z)],
    [t("discover.limit"), t("discover.limit.below", { limit: limitText(result.limit.observed) })],
    [
      t("discover.report.limit.expected"),
      t("discover.report.limit.band", {
        median,
        low,
        high,
      }),
    ],
  ];
  return (
    <table class="report-numbers">
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where the events come from, under which licence, and how to see all this again. */
function Origin(props: { found: Found }): JSX.Element {
  const hunt = useHunt();
  const { seen } = props.found;
  const facts = hunt.facts.datasets.find(({ id }) => id === seen.decision.dataset);
  const experiment = isMeasured(seen.experiment) ? null : seen.experiment;
  const link = `${location.href.split("#")[0]}${linkOf(seen.decision, "discover", experiment)}`;
  return (
    <>
      <h4>{t("discover.report.origin")}</h4>
      {facts !== undefined && (
        <p>
          {facts.title}. {facts.description}{" "}
          {t("discover.report.licence", {
            licence: facts.licence,
            record: facts.doi ?? facts.record_url ?? "–",
          })}
        </p>
      )}
      <p>{t("discover.report.how", { version: hunt.facts.version })}</p>
      <p class="report-link">
        {t("discover.report.link")} <a href={link}>{link}</a>
      </p>
    </>
  );
}
