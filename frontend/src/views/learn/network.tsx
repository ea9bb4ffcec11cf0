/** The network with its true weights: lines on a canvas, neurons as buttons. */
import type { JSX, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Activations } from "../../model/arithmetic";
import { largestWeight, roundUp } from "../../model/arithmetic";
import type { FeatureFacts, NetworkState } from "../../model/types";
import { t } from "../../text";
import { useWidth } from "../plots/plot";
import { useDark } from "./dark";
import { LayerSteps } from "./layerSteps";
import { layoutNetwork, lineAt, middleOf, neighbour } from "./layout";
import type { LinePlace, NetworkLayout, NodePlace } from "./layout";
import { Legend } from "./legend";
import { nodeName, nodeNumber, shapeText, termNumber, valueWithUnit } from "./names";
import { usePacedPaint } from "./pace";
import { paintLines } from "./paint";
import type { Emphasis } from "./paint";

export interface DrawingProps {
  readonly sizes: readonly number[];
  readonly inputs: readonly FeatureFacts[];
  /** null for the instant in which a new network is made. */
  readonly network: NetworkState | null;
  readonly activations: Activations | null;
  /** Values of the followed event in their units, one for each input. */
  readonly values: readonly number[];
  readonly chosen: NodePlace;
  readonly onChoose: (place: NodePlace) => void;
  /** The weight that is looked at elsewhere: its line is shown here too. */
  readonly pointed?: LinePlace | null;
  readonly onPick?: (line: LinePlace) => void;
  /** Neurons of the hidden layers and what changes them; null where they cannot be changed here. */
  readonly shape?: Shape | null;
}

export interface Shape {
  readonly layers: readonly number[];
  readonly change: (layers: readonly number[]) => void;
}

interface Hover {
  readonly line: LinePlace;
  readonly x: number;
  readonly y: number;
}

export function NetworkDrawing(props: DrawingProps): JSX.Element {
  const { sizes, network, chosen, pointed = null, shape = null } = props;
  const [attach, width] = useWidth(640);
  const design = shapeText(sizes);
  const layout = useMemo(() => layoutNetwork(sizes, width), [design, width]);
  const [hover, setHover] = useState<Hover | null>(null);
  const largest = network === null ? null : largestWeight(network);
  const scale = roundUp(Math.abs(largest?.weight ?? 1));
  const lineUnder = (event: TargetedMouseEvent<HTMLDivElement>): Hover | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const line = lineAt(layout, x, y);
    return line === null ? null : { line, x, y };
  };
  const point = (event: TargetedMouseEvent<HTMLDivElement>): void => setHover(lineUnder(event));
  const pick = (event: TargetedMouseEvent<HTMLDivElement>): void => {
    const under = lineUnder(event);
    if (under !== null) props.onPick?.(under.line);
  };
  const shown = hover ?? atMiddle(layout, pointed);
  const node = chosen.layer > 0 ? chosen : null;
  return (
    <div class="network">
      <div
        ref={attach}
        class={`network-stage ${hover === null ? "" : "on-line"}`}
        role="group"
        aria-label={t("learn.network.label")}
        style={{ height: `${layout.height}px` }}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setHover(null)}
        onClick={pick}
      >
        <Lines
          layout={layout}
          network={network}
          scale={scale}
          emphasis={{ node, line: shown?.line ?? null }}
        />
        <ColumnTitles layout={layout} />
        <InputNames {...props} layout={layout} />
        <Nodes {...props} layout={layout} />
        <OutputName layout={layout} activations={props.activations} />
        {shown !== null && network !== null && (
          <WeightTip hover={shown} network={network} inputs={props.inputs} width={width} />
        )}
      </div>
      {shape !== null && <LayerSteps shape={shape} layout={layout} />}
      <Legend scale={scale} narrow={layout.width < 560} />
    </div>
  );
}

/** The tip of a line that no pointer is on, or null where this drawing has no such line. */
function atMiddle(layout: NetworkLayout, line: LinePlace | null): Hover | null {
  const middle = line === null ? null : middleOf(layout, line);
  return line === null || middle === null ? null : { line, ...middle };
}

function Lines(props: {
  layout: NetworkLayout;
  network: NetworkState | null;
  scale: number;
  emphasis: Emphasis;
}): JSX.Element {
  const { layout, network } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useDark();
  usePacedPaint(() => {
    const context = canvas.current?.getContext("2d");
    if (context == null) return;
    const ratio = Math.min(2, devicePixelRatio);
    const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)];
    if (context.canvas.width !== width) context.canvas.width = width;
    if (context.canvas.height !== height) context.canvas.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, layout.width, layout.height);
    if (network === null || shapeText(network.sizes) !== shapeOf(layout)) return;
    const style = getComputedStyle(context.canvas);
    const ink = (name: string): string => style.getPropertyValue(name);
    paintLines(context, layout, network, props.scale, props.emphasis, {
      positive: ink("--positive"),
      negative: ink("--negative"),
      highlight: ink("--ink"),
    });
  });
  return <canvas ref={canvas} class="network-lines" aria-hidden="true" />;
}

function shapeOf(layout: NetworkLayout): string {
  return shapeText(layout.columns.map((column) => column.y.length));
}

function ColumnTitles({ layout }: { layout: NetworkLayout }): JSX.Element {
  const last = layout.columns.length - 1;
  const roomy = layout.columnGap > 62;
  const title = (layer: number): string => {
    if (layer === 0) return t("learn.column.inputs");
    if (layer === last) return t("learn.column.output");
    return roomy ? t("learn.column.layer", { layer }) : `${layer}`;
  };
  return (
    <>
      {layout.columns.map(({ x }, layer) => (
        <span key={layer} class="network-title" style={{ left: `${x}px` }} aria-hidden="true">
          {title(layer)}
        </span>
      ))}
    </>
  );
}

function InputNames(props: DrawingProps & { layout: NetworkLayout }): JSX.Element {
  const { layout, inputs, values } = props;
  const { x, y } = layout.columns[0];
  return (
    <>
      {inputs.map((feature, index) => (
        <span
          key={feature.name}
          class="network-input"
          aria-hidden="true"
          style={{ width: `${x - layout.radius - 6}px`, top: `${y[index]}px` }}
        >
          <strong>{feature.symbol}</strong>
          {index < values.length && <span>{valueWithUnit(values[index], feature.unit)}</span>}
        </span>
      ))}
    </>
  );
}

function OutputName(props: {
  layout: NetworkLayout;
  activations: Activations | null;
}): JSX.Element {
  const { columns, radius } = props.layout;
  const { x, y } = columns[columns.length - 1];
  const style = { left: `${x + radius + 6}px`, top: `${y[0]}px` };
  const score = props.activations?.at(-1)?.[0];
  return (
    <span class="network-output" style={style} aria-hidden="true">
      <span>{t("learn.output.name")}</span>
      <strong>{score === undefined ? "–" : termNumber(score)}</strong>
    </span>
  );
}

/** Half of a neuron's ink at an output of 1.5 or more leaves its number easy to read. */
const FULL_TINT = 1.5;
const MOST_TINT_PERCENT = 50;

function tint(value: number): string {
  const share = Number.isFinite(value) ? Math.min(1, Math.abs(value) / FULL_TINT) : 0;
  const ink = value < 0 ? "--negative" : "--positive";
  return `color-mix(in srgb, var(${ink}) ${(share * MOST_TINT_PERCENT).toFixed(0)}%, var(--card))`;
}

function Nodes(props: DrawingProps & { layout: NetworkLayout }): JSX.Element {
  const { layout, inputs, chosen, onChoose, activations } = props;
  const group = useRef<HTMLDivElement>(null);
  const crowded = layout.radius < 16;
  const nLayers = layout.columns.length;
  const move = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const next = neighbour(layout, chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    group.current?.querySelector<HTMLElement>(`[data-node="${next.layer}-${next.index}"]`)?.focus();
  };
  const node = (place: NodePlace, x: number, y: number): JSX.Element => {
    const { layer, index } = place;
    const value = activations?.[layer]?.[index];
    const isChosen = layer === chosen.layer && index === chosen.index;
    const number = value === undefined ? "" : nodeNumber(value, crowded);
    const name = nodeName(place, nLayers, inputs);
    return (
      <button
        key={`${layer}-${index}`}
        type="button"
        class={`node ${layer === 0 ? "input" : ""} ${crowded ? "crowded" : ""}`}
        data-node={`${layer}-${index}`}
        tabIndex={isChosen ? 0 : -1}
        aria-pressed={isChosen}
        aria-label={t("learn.node.says", { name, value: number === "" ? "–" : number })}
        style={{
          left: `${x - layout.radius}px`,
          top: `${y - layout.radius}px`,
          width: `${2 * layout.radius}px`,
          height: `${2 * layout.radius}px`,
          background: tint(value ?? 0),
        }}
        onClick={() => onChoose(place)}
      >
        {number}
      </button>
    );
  };
  return (
    <div ref={group} onKeyDown={move}>
      {layout.columns.map(({ x, y }, layer) => y.map((at, index) => node({ layer, index }, x, at)))}
    </div>
  );
}

function WeightTip(props: {
  hover: Hover;
  network: NetworkState;
  inputs: readonly FeatureFacts[];
  width: number;
}): JSX.Element | null {
  const { gap, from, to } = props.hover.line;
  const { sizes, weights } = props.network;
  // A network made after the pointer came to rest may be smaller than the one it points at.
  if (gap + 1 >= sizes.length || from >= sizes[gap] || to >= sizes[gap + 1]) return null;
  const weight = weights[gap][from * sizes[gap + 1] + to];
  const name = (place: NodePlace): string => nodeName(place, sizes.length, props.inputs);
  const left = Math.min(Math.max(props.hover.x, 90), props.width - 90);
  return (
    <p class="weight-tip" style={{ left: `${left}px`, top: `${props.hover.y - 14}px` }}>
      {name({ layer: gap, index: from })} → {name({ layer: gap + 1, index: to })}
      <strong>w = {termNumber(weight)}</strong>
    </p>
  );
}
