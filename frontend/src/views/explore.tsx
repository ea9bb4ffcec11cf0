/** Stop 1: every variable of every collision, and how many of each kind are expected. */
import type { JSX } from "preact";
import type { Yield } from "../model/types";
import { add, effectiveCount } from "../model/yields";
import { t } from "../text";
import { Choice } from "./components/controls";
import { yieldText } from "./components/measured";
import { Intro } from "./components/intro";
import { useHunt } from "./context";
import { formatCount, formatNumber, formatPercent } from "./format";
import { HistogramGrid, Legend } from "./histograms";
import { inkOf, Swatch } from "./plots/palette";

export function Explore(): JSX.Element {
  const hunt = useHunt();
  return (
    <>
      <Intro title={t("explore.title")} question={t("explore.question")}>
        <p>{t("explore.intro")}</p>
      </Intro>
      <Yields />
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
    </>
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
