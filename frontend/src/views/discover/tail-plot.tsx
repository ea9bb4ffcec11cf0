/** Where a significance falls on the normal distribution, and what 1σ to 5σ mean as odds. */
import type { JSX } from "preact";
import { density } from "../../model/normal";
import { t } from "../../text";
import { formatNumber } from "../format";
import { linePath, Plot } from "../plots/plot";
import { linearScale, type Scale } from "../plots/scale";
import { oddsText, pValueText, sigmaText } from "./words";

const HEIGHT = 240;
const LOW = -4;
const STEP = 0.05;
const EVIDENCE = 3;
const DISCOVERY = 5;
const LABEL_PX = 60;

export function TailPlot(props: { z: number }): JSX.Element {
  const { z } = props;
  const end = Math.max(6, Math.ceil(z + 0.5));
  const values = { z: sigmaText(z), p: pValueText(z), odds: oddsText(z) };
  return (
    <section class="card" aria-label={t("discover.tail")}>
      <h2>{t("discover.tail")}</h2>
      <Plot
        title={t("discover.tail.plot")}
        summary={t("discover.tail.summary", values)}
        table={{ columns: columns(), rows: () => rowsOf(z) }}
        height={HEIGHT}
        xLabel={t("discover.tail.x")}
        yLabel={t("discover.tail.y")}
        x={(area) => linearScale([LOW, end], [0, area.width])}
        y={(area) => linearScale([0, 0.44], [area.height, 0])}
      >
        {(x, y, area) => (
          <>
            <path class="tail" d={areaUnder(z, end, x, y)} />
            <path class="bell" d={linePath(curve(LOW, end).map((v) => [x(v), y(density(v))]))} />
            <g class="discover-sigma">
              {[EVIDENCE, DISCOVERY].map((sigma) => (
                <g key={sigma}>
                  <line x1={x(sigma)} x2={x(sigma)} y1={0} y2={area.height} />
                  <text x={x(sigma) + 4} y={area.height - 8}>
                    {sigma}σ
                  </text>
                </g>
              ))}
            </g>
            <g class="observed-line">
              <line x1={x(z)} x2={x(z)} y1={12} y2={area.height} />
              <text
                x={x(z) + (area.width - x(z) < LABEL_PX ? -6 : 6)}
                y={22}
                text-anchor={area.width - x(z) < LABEL_PX ? "end" : "start"}
              >
                {sigmaText(z)}
              </text>
            </g>
          </>
        )}
      </Plot>
      <p>{t("discover.tail.odds")}</p>
      <OddsTable />
    </section>
  );
}

function curve(from: number, to: number): number[] {
  const n = Math.max(1, Math.round((to - from) / STEP));
  return Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n);
}

function areaUnder(from: number, to: number, x: Scale, y: Scale): string {
  const top = curve(from, to).map((v): [number, number] => [x(v), y(density(v))]);
  return `${linePath([[x(from), y(0)], ...top, [x(to), y(0)]])}Z`;
}

function columns(): string[] {
  return [t("discover.odds.sigma"), t("discover.odds.p"), t("discover.odds.onein")];
}

function row(z: number, name: string): string[] {
  return [name, pValueText(z), oddsText(z)];
}

function rowsOf(z: number): string[][] {
  const usual = [1, 2, 3, 4, 5].map((sigma) => row(sigma, `${formatNumber(sigma)} σ`));
  return [row(z, t("discover.odds.here", { z: sigmaText(z) })), ...usual];
}

/** What 3σ and 5σ mean, and the steps between. */
function OddsTable(): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("discover.odds")}>
      <table class="odds">
        <thead>
          <tr>
            {columns().map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col">{t("discover.odds.called")}</th>
          </tr>
        </thead>
        <tbody>
          {([1, 2, 3, 4, 5] as const).map((sigma) => {
            const [name, p, odds] = row(sigma, `${sigma} σ`);
            return (
              <tr key={sigma}>
                <th scope="row">{name}</th>
                <td>{p}</td>
                <td>{odds}</td>
                <td>{t(`discover.odds.called.${sigma}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
