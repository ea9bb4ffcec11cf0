/** What each neuron answers in the plane of two inputs: the chosen one large, all others small. */
import type { JSX } from "preact";
import { rangeOf } from "../../model/surface";
import { responseOf, responsesOf, toneOf, UNDECIDED } from "../../model/response";
import type { Responses as Outputs } from "../../model/response";
import type { FeatureFacts, NetworkState } from "../../model/types";
import { t } from "../../text";
import { Plot } from "../plots/plot";
import { linearScale } from "../plots/scale";
import { Contours } from "./contours";
import { Heat } from "./heat";
import type { NodePlace } from "./layout";
import { nodeName, termNumber } from "./names";
import {
  axisLabel,
  gridOf,
  heldText,
  type Plane,
  PlaneChooser,
  planeTable,
  subjectOf,
  trendText,
} from "./plane";
import { INKS, type Pictured, Small, TONES } from "./smallResponses";
import { type Sliced, useSeen, useSliced } from "./sliced";

const POINTS = 25;
const HEIGHT = 250;
/** A change by less than this part of what the neuron does in the plane is none. */
const LEAST_SHARE = 0.05;
const LEAST = 0.005;

export interface ResponsesProps {
  readonly network: NetworkState | null;
  readonly inputs: readonly FeatureFacts[];
  readonly values: readonly number[];
  readonly plane: Plane | null;
  readonly chosen: NodePlace;
  readonly onChoose: (place: NodePlace) => void;
}

/** All neurons at once: even of the largest network they take a few milliseconds. */
class ResponseWork implements Sliced {
  readonly outputs: Outputs;
  /** Layer after layer, from the first after the inputs. */
  readonly layers: readonly (readonly Pictured[])[];

  constructor(
    network: NetworkState,
    readonly plane: Plane,
    readonly inputs: readonly FeatureFacts[],
    values: readonly number[],
  ) {
    this.outputs = responsesOf(network, gridOf(plane, inputs, POINTS), values);
    this.layers = network.sizes.slice(1).map((size, l) =>
      Array.from({ length: size }, (_, index) => {
        const response = responseOf(this.outputs, l + 1, index);
        return { ...response, tone: toneOf(response) };
      }),
    );
  }

  readonly advance = (): boolean => true;
}

export function Responses(props: ResponsesProps): JSX.Element {
  const { network, inputs, values, plane } = props;
  const [attach, isSeen] = useSeen();
  const isReady = network !== null && values.length === inputs.length;
  return (
    <section ref={attach} class="card responses" aria-label={t("learn.responses.title")}>
      <h2>{t("learn.responses.title")}</h2>
      {plane === null ? (
        <p>{t("learn.plane.two")}</p>
      ) : !isReady ? (
        <p>{t("learn.neuron.noevent")}</p>
      ) : (
        <Pictures {...props} {...{ network, plane, isSeen }} />
      )}
    </section>
  );
}

type Ready = ResponsesProps & { network: NetworkState; plane: Plane; isSeen: boolean };

function Pictures(props: Ready): JSX.Element {
  const { network, inputs, values, plane, chosen, isSeen } = props;
  const work = useSliced(
    () =>
      network.sizes[0] === inputs.length ? new ResponseWork(network, plane, inputs, values) : null,
    {
      subject: `${subjectOf(plane, inputs)} ${network.sizes.join()}`,
      inputs: [network, values.join()],
      isSeen,
    },
  );
  const response = work?.layers.at(chosen.layer - 1)?.at(chosen.index);
  return (
    <>
      <p class="help">{t("learn.responses.help")}</p>
      <PlaneChooser plane={plane} inputs={inputs} />
      {chosen.layer === 0 ? (
        <p>{t("learn.responses.input")}</p>
      ) : (
        work !== null &&
        response !== undefined && <Large {...props} work={work} response={response} />
      )}
      {inputs.length > 2 && (
        <p class="soft">{t("learn.surface.held", { values: heldText(plane, inputs, values) })}</p>
      )}
      {work !== null && <Small {...props} layers={work.layers} />}
    </>
  );
}

/** The chosen neuron. */
function Large(props: Ready & { work: ResponseWork; response: Pictured }): JSX.Element {
  const { network, inputs, chosen, work, response } = props;
  const { grid } = work.outputs;
  const [across, up] = [inputs[grid.x.column], inputs[grid.y.column]];
  const name = nodeName(chosen, network.sizes.length, inputs);
  return (
    <Plot
      title={t("learn.responses.of", { name })}
      summary={summarise(work, response)}
      table={planeTable(response.output, grid, inputs, 3)}
      height={HEIGHT}
      xLabel={axisLabel(across)}
      yLabel={axisLabel(up)}
      x={(area) => linearScale([across.low, across.high], [0, area.width])}
      y={(area) => linearScale([up.low, up.high], [area.height, 0])}
      underlay={(area) => <Heat field={response.tone} range={TONES} inks={INKS} {...area} />}
    >
      {(_x, _y, area) => (
        <>
          <Contours field={response.sum} levels={HALF} {...area} />
          <Signs response={response} {...area} />
        </>
      )}
    </Plot>
  );
}

const HALF = [{ value: 0, label: "z = 0", class: "level half", height: 0.5 }];

/** Places of the signs, as shares of the sides. */
const SIGNS_AT = [0.08, 0.36, 0.64, 0.92];

/** + where the sum is positive and − where it is negative: the colours in other words. */
function Signs(props: { response: Pictured; width: number; height: number }): JSX.Element {
  const { response, width, height } = props;
  const { nX, nY, values } = response.sum;
  const at = (share: number, n: number): number => Math.round(share * (n - 1));
  return (
    <g class="signs">
      {SIGNS_AT.flatMap((v) =>
        SIGNS_AT.map((u) => (
          <text key={`${u} ${v}`} x={u * width} y={(1 - v) * height + 4} text-anchor="middle">
            {values[at(v, nY) * nX + at(u, nX)] > 0 ? "+" : "−"}
          </text>
        )),
      )}
    </g>
  );
}

function summarise({ outputs, inputs }: ResponseWork, { sum, output, curve }: Pictured): string {
  const range = rangeOf(output);
  if (range === null) return t("learn.surface.none");
  const [low, high] = range;
  const least = Math.max(LEAST, LEAST_SHARE * (high - low));
  if (high - low < LEAST) return t("learn.responses.flat", { output: termNumber(low) });
  const isSplit = sum.values.some((z) => z > 0) && sum.values.some((z) => z < 0);
  const half = termNumber(UNDECIDED[curve]);
  return [
    t("learn.responses.range", { low: termNumber(low), high: termNumber(high) }),
    trendText(output, outputs.grid, inputs, least),
    t(isSplit ? "learn.responses.half" : "learn.responses.nohalf", { half }),
  ].join(" ");
}
