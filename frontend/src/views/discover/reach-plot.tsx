/** The same selection on every signal of the dataset, against the mass of the mediator. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Decision } from "../../journal/decision";
import type { Judgement } from "../../judgement";
import type { ReachOrder } from "../../model/judging";
import { changeOf, type Reach } from "../../model/reach";
import type { Measured } from "../../model/types";
import { writeState } from "../../state";
import { t, tDynamic } from "../../text";
import { Quantity, yieldText } from "../components/measured";
import { useHunt } from "../context";
import { formatMeasured, formatNumber } from "../format";
import { useVerdict } from "../judge/verdict";
import { linePath, Plot } from "../plots/plot";
import { linearScale, logScale, type Scale } from "../plots/scale";
import { isLearning } from "../decide/measurement";
import { isAtHand, linkOf } from "./choice";
import { useJudgement } from "./work";

const HEIGHT = 300;
/** The smallest sensitivities are far below a hundredth. */
const Z_DECIMALS = 3;

/** What the reach follows from; null where the model that was locked is not at hand, or still learns. */
function useOrder(decision: Decision): ReachOrder | null {
  const hunt = useHunt();
  const verdict = useVerdict(hunt);
  const { dataset, filter, split, datasetFacts } = hunt;
  const { selection, threshold, factor, uncertain } = decision;
  // A model trained behind the cuts judges behind them.
  const areCutsInForce = selection !== "model" || hunt.state.network.onlyPassing;
  const isThere = selection === "cuts" || (!isLearning(hunt) && hunt.training.hasFreshScores);
  const isLocked = isAtHand(hunt, decision) && isThere;
  const scores = verdict.kind === "ready" ? verdict.events.scores : null;
  return useMemo(() => {
    const needsScores = selection !== "cuts";
    if (dataset === null || filter === null || !isLocked) return null;
    if (needsScores && scores === null) return null;
    return {
      type: "reach",
      // The scores and the cuts have looked at the variables: they need not travel.
      dataset: { ...dataset, features: [] },
      facts: datasetFacts,
      folds: split.test.length > 0 ? split.test : hunt.facts.split.test,
      scores: needsScores ? scores : null,
      selection: { threshold, passes: areCutsInForce ? filter.mask() : null },
      factor,
      // The other signals' missing momentum was not scaled and judged anew.
      uncertain: { ...uncertain, metScale: 0 },
    };
  }, [dataset, filter, split, scores, decision.lockedAt, isLocked]);
}

export function ReachPlot(props: { decision: Decision }): JSX.Element | null {
  const hunt = useHunt();
  const { decision } = props;
  const order = useOrder(decision);
  const work = useJudgement(order);
  const n = hunt.datasetFacts.processes.filter(({ kind }) => kind === "signal").length;
  if (n < 2) return null;
  return (
    <section class="card reach" aria-label={t("discover.reach")}>
      <h2>{t("discover.reach")}</h2>
      <p>{t("discover.reach.text", { signal: titleOf(hunt.datasetFacts, decision.signal) })}</p>
      {order === null ? (
        <p>
          {t("discover.reach.waiting")}{" "}
          <a href={linkOf(decision, "discover", hunt.state.experiment)}>
            {t("discover.elsewhere.go")}
          </a>
        </p>
      ) : (
        <Worked work={work} trained={decision.signal} />
      )}
    </section>
  );
}

/** The drawing, once a worker has counted and fitted every signal. */
function Worked(props: { work: Judgement | null; trained: string }): JSX.Element {
  const { work, trained } = props;
  const answer = work?.news.find((news) => news.type === "reach");
  if (answer?.type === "reach") return <Drawn reach={answer.reach} trained={trained} />;
  const hasFailed = work?.state === "failed";
  return (
    <p role={hasFailed ? "alert" : "status"}>
      {hasFailed
        ? tDynamic(`judge.work.failed.${work.reason === "worker" ? "worker" : "internal"}`)
        : t("judge.work.running")}
    </p>
  );
}

function titleOf(
  facts: { readonly processes: readonly { readonly name: string; readonly title: string }[] },
  signal: string,
): string {
  return facts.processes.find(({ name }) => name === signal)?.title ?? signal;
}

type Point = Reach & { readonly mass: number; readonly z: Extract<Measured, { kind: "value" }> };

function hasPoint(one: Reach): one is Point {
  return one.mass !== null && one.z.kind === "value" && one.z.value > 0;
}

function Drawn(props: { reach: readonly Reach[]; trained: string }): JSX.Element {
  const { reach, trained } = props;
  const points = reach.filter(hasPoint);
  return (
    <>
      {points.length > 1 && <p>{reading(points)}</p>}
      {points.length > 1 && <MassPlot points={points} trained={trained} />}
      <ReachTable reach={reach} trained={trained} />
    </>
  );
}

/** From the lightest to the heaviest, and where there is enough to claim evidence. */
function reading(points: readonly Point[]): string {
  const [first, last] = [points[0], points[points.length - 1]];
  const change = t(`discover.reach.${changeOf(first.z, last.z)}`, {
    low: formatNumber(first.mass, 4),
    high: formatNumber(last.mass, 4),
    first: formatMeasured(first.z.value, first.z.uncertainty, Z_DECIMALS),
    last: formatMeasured(last.z.value, last.z.uncertainty, Z_DECIMALS),
  });
  const sees = points.filter(({ z }) => z.value >= 3).map(({ mass }) => formatNumber(mass, 4));
  const claim =
    sees.length === 0
      ? t("discover.reach.evidence.none")
      : t("discover.reach.evidence", { masses: sees.join(", ") });
  return `${change} ${claim}`;
}

function MassPlot(props: { points: readonly Point[]; trained: string }): JSX.Element {
  const { points, trained } = props;
  const masses = points.map(({ mass }) => mass);
  const highest = Math.max(6, ...points.map(({ z }) => 1.3 * (z.value + z.uncertainty)));
  const lowest = Math.min(...points.map(({ z }) => z.value / 1.5));
  return (
    <Plot
      title={t("discover.reach.plot")}
      summary={reading(points)}
      table={{
        columns: [t("discover.reach.mass"), t("discover.reach.z")],
        rows: () =>
          points.map(({ mass, z }) => [
            formatNumber(mass, 4),
            formatMeasured(z.value, z.uncertainty, Z_DECIMALS),
          ]),
      }}
      height={HEIGHT}
      xLabel={t("discover.reach.x")}
      yLabel={t("discover.reach.y")}
      x={(area) =>
        logScale([Math.min(...masses) / 1.3, Math.max(...masses) * 1.3], [0, area.width])
      }
      y={(area) =>
        highest / lowest > 20
          ? logScale([lowest, highest], [area.height, 0])
          : linearScale([0, highest], [area.height, 0])
      }
    >
      {(x, y, area) => (
        <>
          <g class="discover-sigma">
            {[3, 5].map((sigma) => (
              <g key={sigma}>
                <line x2={area.width} y1={y(sigma)} y2={y(sigma)} />
                <text x={area.width - 4} y={y(sigma) - 4} text-anchor="end">
                  {sigma}σ
                </text>
              </g>
            ))}
          </g>
          <path
            class="reach-line"
            d={linePath(points.map(({ mass, z }) => [x(mass), y(z.value)]))}
          />
          {points.map((point) => (
            <Mark key={point.signal} {...{ point, x, y, isTrained: point.signal === trained }} />
          ))}
        </>
      )}
    </Plot>
  );
}

function Mark(props: { point: Point; x: Scale; y: Scale; isTrained: boolean }): JSX.Element {
  const { point, x, y, isTrained } = props;
  const { value, uncertainty } = point.z;
  const left = x(point.mass);
  return (
    <g class={isTrained ? "reach-point trained" : "reach-point"}>
      <line
        x1={left}
        x2={left}
        y1={y(Math.max(0, value - uncertainty))}
        y2={y(value + uncertainty)}
      />
      <circle cx={left} cy={y(value)} r={isTrained ? 6 : 4} />
    </g>
  );
}

function ReachTable(props: { reach: readonly Reach[]; trained: string }): JSX.Element {
  const hunt = useHunt();
  const { datasetFacts, state, facts } = hunt;
  const link = (signal: string): string =>
    writeState(
      { ...state, signal, stop: "learn", epochs: 0, opened: null, threshold: null },
      facts,
    );
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("discover.reach.table")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("discover.reach.signal")}</th>
            <th scope="col">{t("discover.reach.events")}</th>
            <th scope="col">{t("discover.reach.z")}</th>
            <th scope="col">{t("discover.reach.hunt")}</th>
          </tr>
        </thead>
        <tbody>
          {props.reach.map(({ signal, all, z }) => (
            <tr key={signal}>
              <th scope="row">{titleOf(datasetFacts, signal)}</th>
              <td>{yieldText(all)}</td>
              <td>
                <Quantity value={z} decimals={Z_DECIMALS} />
              </td>
              <td>
                {signal === props.trained ? (
                  t("discover.reach.yours")
                ) : (
                  <a
                    href={link(signal)}
                    aria-label={t("discover.reach.switch.of", {
                      signal: titleOf(datasetFacts, signal),
                    })}
                  >
                    {t("discover.reach.switch")}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
