/** The loss of training and validation as it falls, and what can be read from it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isNetworkModel, type ModelName } from "../../choices";
import type { LossError } from "../../model/lossError";
import type { LossReading } from "../../model/lossReading";
import { readLoss } from "../../model/lossReading";
import type { LossPoint } from "../../model/types";
import { t } from "../../text";
import { Choice } from "../components/controls";
import { formatCount, formatNumber } from "../format";
import { linePath, Plot } from "../plots/plot";
import type { Area } from "../plots/plot";
import { linearScale, logScale } from "../plots/scale";
import type { Scale } from "../plots/scale";
import { lossText } from "./names";

const LETTER_WIDTH = 7.6;
const LABEL_HEIGHT = 15;
const FEWEST_EPOCHS = 10;

export interface LossProps {
  readonly model: ModelName;
  readonly history: readonly LossPoint[];
  /** Loss of always giving the same best answer, or null where it cannot be said. */
  readonly blind: number | null;
  /** Uncertainty of the last validation loss, or null where there is none yet. */
  readonly error: LossError | null;
}

export function Loss({ model, history, blind, error }: LossProps): JSX.Element {
  const [scale, setScale] = useState<"linear" | "log">("linear");
  const reading = readLoss(history);
  return (
    <section class="card loss" aria-label={t("learn.loss.title")}>
      <div class="row spread">
        <h2>{t("learn.loss.title")}</h2>
        <Choice
          label={t("learn.loss.scale")}
          value={scale}
          options={[
            { value: "linear", label: t("learn.loss.linear") },
            { value: "log", label: t("learn.loss.log") },
          ]}
          onChange={setScale}
        />
      </div>
      <p class="help">
        {t("learn.loss.help")} {!isNetworkModel(model) && t(`learn.loss.help.${model}`)}
      </p>
      <LossPlot {...{ model, history, blind, reading, scale }} />
      {reading !== null && <Reading reading={reading} model={model} />}
      {error !== null && (
        <p class="help">
          {t("learn.loss.error", {
            loss: lossText(error.loss),
            uncertainty: formatNumber(error.uncertainty, 2),
            n: formatCount(error.nSignal),
          })}
        </p>
      )}
      {blind !== null && <p class="help">{t("learn.loss.blind", { loss: lossText(blind) })}</p>}
    </section>
  );
}

type PlotInput = Omit<LossProps, "error"> & {
  reading: LossReading | null;
  scale: "linear" | "log";
};

function LossPlot({ model, history, blind, reading, scale }: PlotInput): JSX.Element {
  const epochs = Math.max(FEWEST_EPOCHS, history.at(-1)?.epoch ?? 0);
  const domain = lossDomain(history, blind, scale);
  const makeScale = scale === "log" ? logScale : linearScale;
  return (
    <Plot
      title={t("learn.loss.title")}
      heading={<span class="visually-hidden">{t("learn.loss.title")}</span>}
      summary={summary(reading, model)}
      height={250}
      xLabel={t(`learn.loss.step.${counted(model)}`)}
      yLabel={t("learn.loss.axis")}
      x={(area) => linearScale([0, epochs], [0, area.width - labelWidth()])}
      y={(area) => makeScale(domain, [area.height, 0])}
      table={{
        columns: [
          t(`learn.loss.step.${counted(model)}`),
          t("learn.loss.training"),
          t("learn.loss.validation"),
        ],
        rows: () =>
          history.map((p) => [
            formatNumber(p.epoch, 4),
            lossText(p.training),
            lossText(p.validation),
          ]),
      }}
    >
      {(x, y, area) => (
        <>
          {blind !== null && (
            <BlindLine
              y={y}
              area={area}
              loss={blind}
              above={(reading?.last.validation ?? 0) < blind}
            />
          )}
          <path class="loss-line training" d={curve(history, x, y, (p) => p.training)} />
          <path class="loss-line validation" d={curve(history, x, y, (p) => p.validation)} />
          {reading !== null && <Marks reading={reading} x={x} y={y} area={area} />}
        </>
      )}
    </Plot>
  );
}

/** Room right of the lines for their names, as long as the language makes them. */
function labelWidth(): number {
  const names = [t("learn.loss.training"), t("learn.loss.validation")];
  return 8 + LETTER_WIDTH * Math.max(...names.map((name) => name.length));
}

/** From a little below the lowest loss to a little above the highest, the blind guess included. */
function lossDomain(
  history: readonly LossPoint[],
  blind: number | null,
  scale: "linear" | "log",
): [number, number] {
  const losses = history.flatMap((p) => [p.training, p.validation]).filter(Number.isFinite);
  const all = blind === null ? losses : [...losses, blind];
  if (all.length === 0) return [scale === "log" ? 0.1 : 0, 1];
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b));
  if (scale === "log") return [Math.max(low * 0.9, 1e-6), high * 1.1];
  const room = Math.max(0.02, (high - low) * 0.08);
  return [Math.max(0, low - room), high + room];
}

function curve(
  history: readonly LossPoint[],
  x: Scale,
  y: Scale,
  pick: (p: LossPoint) => number,
): string {
  return linePath(history.map((p) => (Number.isFinite(pick(p)) ? [x(p.epoch), y(pick(p))] : null)));
}

/** Its name keeps to the side of the line that the validation loss is not on. */
function BlindLine(props: { y: Scale; area: Area; loss: number; above: boolean }): JSX.Element {
  const at = props.y(props.loss);
  return (
    <g class="loss-blind">
      <line x1={0} x2={props.area.width} y1={at} y2={at} />
      <text x={props.area.width} y={at + (props.above ? -4 : 12)} text-anchor="end">
        {t("learn.loss.blind.label")}
      </text>
    </g>
  );
}

/** The names at the ends of the lines, and a ring around the lowest validation loss. */
function Marks(props: { reading: LossReading; x: Scale; y: Scale; area: Area }): JSX.Element {
  const { x, y, area } = props;
  const { best, last } = props.reading;
  const ends = { training: y(last.training), validation: y(last.validation) };
  const overlap = Math.max(0, LABEL_HEIGHT - Math.abs(ends.training - ends.validation)) / 2;
  const side = ends.training >= ends.validation ? 1 : -1;
  const inside = (at: number): number => Math.min(area.height - 2, Math.max(8, at));
  const label = (name: "training" | "validation", shift: number): JSX.Element => (
    <text
      class={`loss-label ${name}`}
      x={x(last.epoch) + 7}
      y={inside(ends[name] + shift * overlap)}
      dy="0.32em"
    >
      {t(`learn.loss.${name}`)}
    </text>
  );
  return (
    <>
      <circle class="loss-best" cx={x(best.epoch)} cy={y(best.validation)} r={5} />
      {label("training", side)}
      {label("validation", -side)}
    </>
  );
}

/** How its steps are called: a linear model learns in epochs, as every network. */
function counted(model: ModelName): Exclude<ModelName, "linear"> {
  return model === "linear" ? "network" : model;
}

function summary(reading: LossReading | null, model: ModelName): string {
  if (reading === null) return t("learn.loss.empty");
  const { best, last } = reading;
  return t(`learn.loss.summary.${counted(model)}`, {
    epoch: formatNumber(last.epoch, 4),
    training: lossText(last.training),
    validation: lossText(last.validation),
    best: lossText(best.validation),
    bestEpoch: formatNumber(best.epoch, 4),
  });
}

/** Where the validation loss was lowest, and whether it has been rising since. */
function Reading({ reading, model }: { reading: LossReading; model: ModelName }): JSX.Element {
  const { best, overTraining } = reading;
  return (
    <p class="loss-reading">
      <span class="ring" aria-hidden="true" />
      {t(`learn.loss.best.${counted(model)}`, {
        loss: lossText(best.validation),
        epoch: formatNumber(best.epoch, 4),
      })}
      {overTraining !== null && (
        <span class="warning">
          {" "}
          {t(`learn.loss.over.${model}`, {
            epochs: formatNumber(overTraining.epochs, 3),
            rise: formatNumber(overTraining.validationRise, 2),
            fall: formatNumber(overTraining.trainingFall, 2),
          })}
        </span>
      )}
    </p>
  );
}
