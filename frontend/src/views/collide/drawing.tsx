/** One collision seen along the beams: arrows for the momenta, a hint of the detector around them. */
import type { JSX } from "preact";
import { farthest } from "../../model/addition";
import { size, sum } from "../../model/eventPicture";
import type { EventPicture, Vector } from "../../model/eventPicture";
import { t } from "../../text";
import { formatNumber } from "../format";
import { linearScale, ticks } from "../plots/scale";

/** Half the side of the picture, in its own units; the detector's outer ring fills it. */
const HALF = 110;
const REACH = 84;
/** Shorter arrows are drawn without a head and a name. */
const SHORTEST_NAMED = 7;

export const PARTS = ["lead", "sublead", "rest", "missing"] as const;
export type PartName = (typeof PARTS)[number];

/** Picture units a GeV, so that the longest arrow of these pictures just stays inside. */
export function scaleFor(pictures: readonly EventPicture[]): number {
  const longest = pictures.flatMap((picture) => PARTS.map((part) => size(picture[part])));
  return REACH / Math.max(...longest, 1);
}

/** The same for arrows laid head to tail. */
export function scaleForChain(vectors: readonly Vector[]): number {
  return REACH / Math.max(farthest(vectors), 1);
}

export function EventDrawing(props: {
  readonly picture: EventPicture;
  /** Picture units a GeV. */
  readonly scale: number;
  readonly name: string;
}): JSX.Element {
  const { picture, scale } = props;
  return (
    <svg
      class="event-drawing"
      viewBox={`${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`}
      role="img"
      aria-label={`${props.name}: ${summaryOf(picture)}`}
    >
      <Detector />
      <g class="grow">
        <Spray vector={picture.rest} scale={scale} />
        <Arrow part="missing" vector={picture.missing} scale={scale} />
        <Arrow part="lead" vector={picture.lead} scale={scale} />
        <Arrow part="sublead" vector={picture.sublead} scale={scale} />
      </g>
      {namesOf(picture, scale).map(({ part, at, anchor }) => (
        <text key={part} class={`arrow-name ${part}`} x={at.x} y={at.y} text-anchor={anchor}>
          {t(`collide.part.${part}.short`)}
        </text>
      ))}
      <ScaleBar scale={scale} />
    </svg>
  );
}

/** What the picture shows, in one sentence. */
export function summaryOf(picture: EventPicture): string {
  const gev = (vector: Vector): string => formatNumber(size(vector));
  return t("collide.summary", {
    lead: gev(picture.lead),
    sublead: gev(picture.sublead),
    angle: formatNumber(degrees(picture.deltaPhi), 2),
    missing: gev(picture.missing),
    away: formatNumber(angleFromPair(picture, "missing"), 3),
    rest: gev(picture.rest),
  });
}

function degrees(radians: number): number {
  return (180 / Math.PI) * radians;
}

/** Degrees between a part and the lepton pair, 0 to 180. */
export function angleFromPair(picture: EventPicture, part: PartName): number {
  const { pair } = picture;
  const { x, y } = picture[part];
  return Math.abs(degrees(Math.atan2(pair.x * y - pair.y * x, pair.x * x + pair.y * y)));
}

/** Beam pipe, tracker, calorimeter and muon chambers: a hint, not to scale. */
export function Detector(): JSX.Element {
  const cells = Array.from({ length: 48 }, (_, cell) => (cell * Math.PI) / 24);
  return (
    <g class="detector" aria-hidden="true">
      <circle class="muons" r={105} />
      <circle class="calorimeter" r={88} />
      <path
        class="cells"
        d={cells
          .map((angle) => `M${at(88, angle)}L${at(angle % (Math.PI / 4) === 0 ? 105 : 97, angle)}`)
          .join("")}
      />
      <circle class="tracker" r={56} />
      <circle class="tracker" r={36} />
      <circle class="tracker" r={18} />
      <circle class="beam" r={4.5} />
    </g>
  );
}

function at(radius: number, angle: number): string {
  return `${(radius * Math.cos(angle)).toFixed(2)},${(-radius * Math.sin(angle)).toFixed(2)}`;
}

/** An arrow from `tail` on; upwards is +y in momentum and −y on the screen. */
export function Arrow(props: {
  readonly part: PartName;
  readonly vector: Vector;
  readonly scale: number;
  readonly tail?: Vector;
}): JSX.Element {
  const { vector, scale, tail = { x: 0, y: 0 } } = props;
  const [start, end] = [tail, sum(tail, vector)].map(({ x, y }) => [scale * x, -scale * y]);
  const length = scale * size(vector);
  const [ux, uy] = [(end[0] - start[0]) / (length || 1), (end[1] - start[1]) / (length || 1)];
  const head = Math.min(9, length * 0.5);
  const neck = [end[0] - head * ux, end[1] - head * uy];
  const wing = head * 0.5;
  const points = [
    end,
    [neck[0] - wing * uy, neck[1] + wing * ux],
    [neck[0] + wing * uy, neck[1] - wing * ux],
  ];
  return (
    <g class={`arrow ${props.part}`}>
      <line class="shaft" x1={start[0]} y1={start[1]} x2={neck[0]} y2={neck[1]} />
      <polygon class="head" points={points.map((point) => point.map(tidy).join(",")).join(" ")} />
    </g>
  );
}

function tidy(value: number): string {
  return value.toFixed(2);
}

const SPRAY = [-0.2, -0.1, 0, 0.1, 0.2];

/** Jets and softer particles: a sheaf whose middle is their summed momentum. */
function Spray(props: { vector: Vector; scale: number }): JSX.Element {
  const length = props.scale * size(props.vector);
  const angle = Math.atan2(props.vector.y, props.vector.x);
  const tips = SPRAY.map((turn) => at(length * (turn === 0 ? 1 : 0.85), angle + turn));
  return (
    <g>
      <path class="spray" d={tips.map((tip) => `M0,0L${tip}`).join("")} />
      <Arrow part="rest" vector={props.vector} scale={props.scale} />
    </g>
  );
}

interface Name {
  readonly part: PartName;
  readonly at: Vector;
  readonly anchor: "start" | "middle" | "end";
}

const LINE = 11;

/** Names beside the arrows' tips; one that would lie on another moves down. */
function namesOf(picture: EventPicture, scale: number): Name[] {
  const names: Name[] = [];
  for (const part of PARTS) {
    const vector = picture[part];
    const length = scale * size(vector);
    if (length < SHORTEST_NAMED) continue;
    const [ux, uy] = [vector.x / size(vector), -vector.y / size(vector)];
    const anchor = ux > 0.35 ? "start" : ux < -0.35 ? "end" : "middle";
    const place = { x: (length + 5) * ux, y: (length + 5) * uy + 4 + 5 * uy };
    while (names.some((other) => isOver(place, other.at))) place.y += LINE;
    names.push({ part, at: { x: inside(place.x, anchor), y: place.y }, anchor });
  }
  return names;
}

function isOver(a: Vector, b: Vector): boolean {
  return Math.abs(a.y - b.y) < LINE && Math.abs(a.x - b.x) < 45;
}

/** Long names stay within the picture. */
function inside(x: number, anchor: Name["anchor"]): number {
  const room = anchor === "middle" ? 30 : 55;
  return Math.min(HALF - room, Math.max(room - HALF, x));
}

/** A round number of GeV, as long as its arrow would be. */
export function ScaleBar(props: { scale: number }): JSX.Element {
  const most = 45 / props.scale;
  const gev = ticks(linearScale([0, most], [0, 1]), 2).at(-1) ?? most;
  const length = gev * props.scale;
  return (
    <g class="scale-bar" transform={`translate(${-HALF + 4},${8 - HALF})`} aria-hidden="true">
      <path d={`M0,-3V3M0,0H${length}M${length},-3V3`} />
      <text x={length + 4} y={3.5}>
        {t("collide.gev", { value: formatNumber(gev) })}
      </text>
    </g>
  );
}
