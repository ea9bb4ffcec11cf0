/** Stop 2: every variable of every collision, and how many of each kind are expected. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Yield } from "../model/types";
import { add, effectiveCount } from "../model/yields";
import { t } from "../text";
import { Choice, Select } from "./components/controls";
import { yieldText } from "./components/measured";
import { Intro } from "./components/intro";
import { useHunt } from "./context";
import { formatCount, formatNumber, formatPercent } from "./format";
import { HistogramGrid, Legend } from "./histograms";
import { CorrelationTables } from "./explore/correlation";
import type { Chosen } from "./explore/correlation";
import { PlanePlot } from "./explore/plane";
import { Ranking } from "./explore/ranking";
import { WhenSeen } from "./explore/rested";
import { HowReal, ResultsCard } from "./levels/card";
import { Predict } from "./lesson/predict";
import { inkOf, Swatch } from "./plots/palette";
import { hasPhysics } from "../own/physics";
import "../styles/explore.css";

export function Explore(): JSX.Element {
  const hunt = useHunt();
  return (
    <>
      <Intro title={t("explore.title")}>
        <p>{t("explore.intro")}</p>
      </Intro>
      {hasPhysics(hunt.features) ? (
        <Predict stop="explore">
          <Ranking />
        </Predict>
      ) : (
        <section class="card" aria-label={t("explore.rank.title")}>
          <h2>{t("explore.rank.title")}</h2>
          <Ranking />
        </section>
      )}
      <Yields />
      <HowReal isSplit />
      <section class="card display" aria-label={t("explore.display")}>
        <div class="row">
          <Choice
            label={t("explore.show")}
            value={hunt.state.display}
            options={[
              { value: "stack", label: t("explore.show.stack") },
              { value: "shapes", label: t("explore.show.shapes") },
            ]}
            onChange={(display) => hunt.update({ display })}
          />
          <Choice
            label={t("explore.scale")}
            value={hunt.state.scale}
            options={[
              { value: "linear", label: t("explore.scale.linear") },
              { value: "log", label: t("explore.scale.log") },
            ]}
            onChange={(scale) => hunt.update({ scale })}
          />
          <Legend />
        </div>
        <p class="help">{t("explore.brush")}</p>
      </section>
      <HistogramGrid />
      <ResultsCard />
      <TwoVariables />
    </>
  );
}

/** Momentum of the first lepton and missing momentum: a plane that most know best. */
const FIRST_CHOICE: Chosen = [3, 0];

/** Below the histograms: any two variables in one plot, and which of them say the same. */
function TwoVariables(): JSX.Element {
  const { features } = useHunt();
  const last = features.length - 1;
  const [asked, choose] = useState<Chosen>(FIRST_CHOICE);
  const chosen: Chosen = [Math.min(asked[0], last), Math.min(asked[1], last)];
  const options = features.map(({ label }, index) => ({ value: `${index}`, label }));
  return (
    <div class="two-variables">
      <section class="card" aria-label={t("explore.two.title")}>
        <h2>{t("explore.two.title")}</h2>
        <p>{t("explore.two.intro")}</p>
        <div class="row">
          <Select
            label={t("explore.two.x")}
            value={`${chosen[0]}`}
            options={options}
            onChange={(index) => choose([Number(index), chosen[1]])}
          />
          <Select
            label={t("explore.two.y")}
            value={`${chosen[1]}`}
            options={options}
            onChange={(index) => choose([chosen[0], Number(index)])}
          />
        </div>
        <ul class="legend" aria-label={t("explore.two.legend")}>
          {(["background", "half", "most"] as const).map((mark) => (
            <li key={mark}>
              <span class={`plane-key ${mark}`} aria-hidden="true" />
              {t(`explore.two.legend.${mark}`)}
            </li>
          ))}
        </ul>
        <WhenSeen>{() => <PlanePlot x={chosen[0]} y={chosen[1]} />}</WhenSeen>
      </section>
      <section class="card" aria-label={t("explore.corr.title")}>
        <h2>{t("explore.corr.title")}</h2>
        <p>{t("explore.corr.intro")}</p>
        <WhenSeen>{() => <CorrelationTables chosen={chosen} onChoose={choose} />}</WhenSeen>
      </section>
    </div>
  );
}

/** How many events of each kind were simulated, and how many they stand for. */
function Yields(): JSX.Element {
  const hunt = useHunt();
  const { signal, backgrounds } = hunt.codes;
  const codes = [signal, ...backgrounds];
  const all = (code: number): Yield => hunt.expected!.uncutYield(code);
  const kept = (code: number): Yield => hunt.filter!.yieldOf(code);
  return (
    <section class="card">
      <h2>{t("yields.title", { luminosity: formatNumber(hunt.datasetFacts.luminosity_ifb) })}</h2>
      <p class="soft">{t("yields.help")}</p>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("yields.region")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("yields.process")}</th>
              <th scope="col">{t("yields.expected")}</th>
              <th scope="col">{t("yields.kept")}</th>
              <th scope="col">{t("yields.share")}</th>
              <th scope="col">{t("yields.rows")}</th>
              <th scope="col">{t("yields.effective")}</th>
            </tr>
          </thead>
          <tbody>
            {codes.map((code) => (
              <YieldRow key={code} code={code} all={all(code)} kept={kept(code)} />
            ))}
          </tbody>
          <tfoot>
            <YieldRow
              code={null}
              all={add(...backgrounds.map(all))}
              kept={add(...backgrounds.map(kept))}
            />
          </tfoot>
        </table>
      </div>
    </section>
  );
}

function YieldRow(props: { code: number | null; all: Yield; kept: Yield }): JSX.Element {
  const hunt = useHunt();
  const facts = hunt.datasetFacts;
  const name = props.code === null ? null : hunt.dataset!.processes[props.code];
  const process = facts.processes.find((p) => p.name === name);
  return (
    <tr class={name === null ? "total" : ""}>
      <th scope="row">
        {name !== null && <Swatch ink={inkOf(facts, name)} />}
        {process?.title ?? t("yields.background")}
        {process !== undefined && <span class="meaning soft">{process.description}</span>}
      </th>
      <td>{yieldText(props.all)}</td>
      <td>{yieldText(props.kept)}</td>
      <td>{formatPercent(props.kept.sum / props.all.sum)}</td>
      <td>{formatCount(props.all.count)}</td>
      <td>{formatCount(effectiveCount(props.all))}</td>
    </tr>
  );
}
