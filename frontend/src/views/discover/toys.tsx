/** How often would a world without signal give this or more? Thrown before the student's eyes. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { worldOf } from "../../journal/discovery";
import { chanceOfOne, type Discovery, toyTail, withExcess } from "../../model/discovery";
import { density } from "../../model/normal";
import { backgroundOnlyZ } from "../../model/pseudo";
import type { Random } from "../../model/random";
import { t, type Values } from "../../text";
import { Rich } from "../components/rich";
import { formatCount, formatMeasured, formatNumber } from "../format";
import { linePath, Plot } from "../plots/plot";
import { linearScale, logScale, type Scale } from "../plots/scale";
import type { Found } from "./found";
import { toyRandom } from "./unblind";
import { pText, sigmaText } from "./words";

export const N_TOYS = 1000;
const HEIGHT = 260;
const BIN = 0.25;
const LEAST_END = 5;
/** No bar is as high: the first holds those without an excess, about half. */
const TOP = 0.8 * N_TOYS;
/** So long a slice of toys may take: below what an eye or a finger notices. */
const SLICE_MS = 12;

/** Significances of worlds without signal; a fit that fails is counted apart. */
export interface Toys {
  readonly z: readonly number[];
  readonly nFailed: number;
}

const NO_TOYS: Toys = { z: [], nFailed: 0 };

/** Throws toys in slices while `isThrowing`, so that the page stays at hand. */
function useToys(found: Found): { toys: Toys; start: () => void; isThrowing: boolean } {
  const [toys, setToys] = useState(NO_TOYS);
  const [isThrowing, setThrowing] = useState(false);
  const random = useRef<Random | null>(null);
  useEffect(() => {
    setToys(NO_TOYS);
    setThrowing(false);
  }, [found.key]);
  useEffect(() => {
    if (!isThrowing) return undefined;
    const timer = setTimeout(() => {
      const next = thrownOn(toys, found, random.current!);
      setToys(next);
      if (next.z.length + next.nFailed >= N_TOYS) setThrowing(false);
    });
    return () => clearTimeout(timer);
  }, [isThrowing, toys, found.key]);
  const start = (): void => {
    random.current = toyRandom(worldOf(found.seen));
    setToys(NO_TOYS);
    setThrowing(true);
  };
  return { toys, start, isThrowing };
}

/** One slice more. */
function thrownOn(before: Toys, { model, result }: Found, random: Random): Toys {
  const z = [...before.z];
  let { nFailed } = before;
  const end = performance.now() + SLICE_MS;
  while (z.length + nFailed < N_TOYS && performance.now() < end) {
    const toy = backgroundOnlyZ(model, result.withoutSignal, random);
    if (toy === null) nFailed += 1;
    else z.push(toy);
  }
  return { z, nFailed };
}

export function ToyWorlds(props: { found: Found }): JSX.Element {
  const { found } = props;
  const { toys, start, isThrowing } = useToys(found);
  const { z } = found.result;
  const n = toys.z.length;
  return (
    <section class="card toys" aria-label={t("discover.toys")}>
      <h2>{t("discover.toys")}</h2>
      <p>
        <Rich text={t("discover.toys.text")} />
      </p>
      <button type="button" class="primary" disabled={isThrowing} onClick={start}>
        {t("discover.toys.throw", { n: formatCount(N_TOYS) })}
      </button>
      {n > 0 && (
        <>
          <ToyPlot toys={toys.z} z={z} />
          <p class="help">
            {t(z > 0 ? "discover.toys.help" : "discover.toys.help.deficit")}{" "}
            {t("discover.toys.zero", {
              none: formatCount(n - withExcess(toys.z).passed),
              total: formatCount(n),
            })}
          </p>
          <p role="status" class="toy-verdict">
            {isThrowing
              ? t("discover.toys.running", { n: formatCount(n), of: formatCount(N_TOYS) })
              : tailText(toys.z, found)}
            {toys.nFailed > 0 && ` ${t("discover.toys.failed", { n: toys.nFailed })}`}
          </p>
          {z > 0 && <p>{t("discover.toys.elsewhere", lookElsewhere(found.result))}</p>}
        </>
      )}
    </section>
  );
}

/** With thirty in a class, each in a world of their own without signal. */
const CLASS = 30;

function lookElsewhere({ z, p }: Discovery): Values {
  return {
    n: formatCount(CLASS),
    z: sigmaText(z),
    expected: pText(CLASS * p),
    chance: pText(chanceOfOne(p, CLASS)),
  };
}

function tailText(toys: readonly number[], { result }: Found): string {
  if (result.z === 0) return t("discover.toys.deficit", excessValues(toys));
  const tail = toyTail(toys, result.z);
  const values = {
    passed: formatCount(tail.passed),
    total: formatCount(tail.total),
    z: sigmaText(result.z),
    toy: formatMeasured(tail.value, tail.uncertainty, 4),
    below: formatNumber(tail.below, 1),
    asymptotic: pText(result.p),
  };
  return t(tail.passed === 0 ? "discover.toys.none" : "discover.toys.tail", values);
}

/** Without an excess of one's own, only an excess is more for certain. */
function excessValues(toys: readonly number[]): Values {
  const { passed, total, value, uncertainty } = withExcess(toys);
  return {
    excess: formatCount(passed),
    total: formatCount(total),
    share: formatMeasured(value, uncertainty, 3),
  };
}

function binned(toys: readonly number[], end: number): number[] {
  const bins = new Array<number>(Math.round(end / BIN)).fill(0);
  for (const z of toys) bins[Math.min(bins.length - 1, Math.floor(z / BIN))] += 1;
  return bins;
}

function ToyPlot(props: { toys: readonly number[]; z: number }): JSX.Element {
  const { toys, z } = props;
  const end = Math.max(LEAST_END, Math.ceil(z + 0.5));
  const bins = binned(toys, end);
  return (
    <Plot
      title={t("discover.toys.plot")}
      summary={summaryOf(toys, z)}
      table={{
        columns: [t("discover.odds.sigma"), t("discover.toys.y")],
        rows: () => bins.map((n, bin) => [rangeText(bin, end), formatCount(n)]),
      }}
      height={HEIGHT}
      xLabel={t("discover.toys.x")}
      yLabel={t("discover.toys.y")}
      x={(area) => linearScale([0, end], [0, area.width])}
      y={(area) => logScale([0.5, TOP], [area.height, 0])}
    >
      {(x, y, area) => (
        <>
          {bins.map((n, bin) => (
            <rect
              key={bin}
              class={z > 0 && (bin + 1) * BIN > z ? "toy-bar beyond" : "toy-bar"}
              x={x(bin * BIN) + 0.5}
              width={x(BIN) - x(0) - 1}
              y={y(Math.max(n, 0.5))}
              height={area.height - y(Math.max(n, 0.5))}
            />
          ))}
          <path class="bell" d={linePath(promised(toys.length, x, y, end))} />
          <g class="observed-line">
            <line x1={x(z)} x2={x(z)} y1={12} y2={area.height} />
            <text
              x={x(z) + (z > end / 2 ? -6 : 6)}
              y={22}
              text-anchor={z > end / 2 ? "end" : "start"}
            >
              {t("discover.toys.here", { z: sigmaText(z) })}
            </text>
          </g>
        </>
      )}
    </Plot>
  );
}

function summaryOf(toys: readonly number[], z: number): string {
  if (z === 0) return t("discover.toys.summary.deficit", excessValues(toys));
  const { total, passed } = toyTail(toys, z);
  return t("discover.toys.summary", {
    total: formatCount(total),
    passed: formatCount(passed),
    z: sigmaText(z),
  });
}

function rangeText(bin: number, end: number): string {
  const low = formatNumber(bin * BIN);
  return (bin + 1) * BIN >= end ? `≥ ${low}` : `${low} – ${formatNumber((bin + 1) * BIN)}`;
}

/** The upper half of the normal distribution, which the asymptotic formulae promise. */
function promised(n: number, x: Scale, y: Scale, end: number): [number, number][] {
  return Array.from({ length: 101 }, (_, i): [number, number] => {
    const z = (end * i) / 100;
    return [x(z), y(Math.max(0.5, n * BIN * density(z)))];
  });
}
