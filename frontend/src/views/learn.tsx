/** Stop 3: choose a model, watch it learn, and follow one event through its arithmetic. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { isNetworkModel, type NetworkModel } from "../choices";
import type { Hunt } from "../hunt";
import { blindLoss } from "../model/lossReading";
import "../styles/learn.css";
import "../styles/planes.css";
import { t } from "../text";
import { Intro } from "./components/intro";
import { useHunt } from "./context";
import { AttemptTable } from "./learn/attempts";
import { Opened } from "./learn/carry";
import { EventChooser } from "./learn/event";
import {
  activationsOf,
  chosenInputs,
  eventValues,
  useFollowed,
  usePopulations,
} from "./learn/follow";
import type { Populations } from "./learn/follow";
import type { LinePlace, NodePlace } from "./learn/layout";
import { HowReal } from "./levels/card";
import { Predict } from "./lesson/predict";
import { Loss } from "./learn/loss";
import { NetworkDrawing, type Shape } from "./learn/network";
import { type Hand, Neuron } from "./learn/neuron";
import { planeOf } from "./learn/plane";
import { Responses } from "./learn/responses";
import { RunBar } from "./learn/runbar";
import { Settings } from "./learn/settings";
import { NetworkSummary } from "./learn/summary";
import { Surface } from "./learn/surface";
import { TreeBench } from "./learn/treeBench";

export function Learn(): JSX.Element {
  const hunt = useHunt();
  const training = usePopulations(hunt, hunt.split.train);
  const missing = missingClass(training);
  const blind = blindLossOf(hunt, training);
  // The settings change far less often than the model, which reports thirty times a second.
  const { model, network, trees, cuts, opened, hidden } = hunt.state;
  const isPlain = hidden.includes("settings");
  const settings = useMemo(
    () => <Settings hunt={hunt} training={training} />,
    [hunt, training, model, network, trees, cuts, opened, hidden],
  );
  return (
    <div class="learn">
      <Intro title={t("learn.title")} question={t(`learn.question.${model}`)}>
        <p>{t(`learn.intro.${model}`)}</p>
      </Intro>
      <Predict stop="learn" />
      <RunBar canTrain={missing === null} blind={blind} />
      {missing !== null && (
        <p class="card warning" role="status">
          {t(`learn.empty.${missing}`)}
        </p>
      )}
      <Opened hunt={hunt} />
      <div class={`learn-desk ${isPlain ? "plain" : ""}`}>
        {!isPlain && settings}
        {isNetworkModel(model) ? (
          <NetworkBench hunt={hunt} model={model} blind={blind} />
        ) : (
          <TreeBench key={model} {...{ hunt, model, blind }} />
        )}
      </div>
      <HowReal />
    </div>
  );
}

/** The network, its loss and the arithmetic of one neuron: all that moves while it learns. */
function NetworkBench(props: {
  hunt: Hunt;
  model: NetworkModel;
  blind: number | null;
}): JSX.Element {
  const { hunt, model, blind } = props;
  const { network, history, lossError } = hunt.training;
  const inputs = chosenInputs(hunt);
  const layers = model === "linear" ? [] : hunt.state.network.layers;
  const sizes = [inputs.length, ...layers, 1];
  const followed = useFollowed(hunt);
  const [wanted, choose] = useState<NodePlace>({ layer: 1, index: 0 });
  const chosen = inside(wanted, sizes);
  const activations = activationsOf(hunt, followed.event);
  const values = eventValues(hunt, followed.event);
  const plane = planeOf(hunt, inputs);
  const [pointed, point] = useState<LinePlace | null>(null);
  const [picked, setPicked] = useState<LinePlace | null>(null);
  const pick = (line: LinePlace): void => {
    choose({ layer: line.gap + 1, index: line.to });
    setPicked({ ...line });
  };
  const view = { network, activations, inputs, values, chosen };
  return (
    <>
      <section class="card network-card" aria-label={t("learn.network.label")}>
        <EventChooser followed={followed} score={activations?.at(-1)?.[0] ?? null} />
        <NetworkDrawing
          {...view}
          {...{ sizes, pointed }}
          onChoose={choose}
          onPick={pick}
          shape={shapeOf(hunt, model)}
        />
        <NetworkSummary sizes={sizes} network={network} inputs={inputs} />
      </section>
      <div class="learn-side">
        <Loss model={model} history={history} blind={blind} error={lossError} />
        <Responses {...{ network, inputs, values, plane, chosen }} onChoose={choose} />
        <AttemptTable hunt={hunt} />
      </div>
      <Neuron {...view} hand={handOf(hunt, point)} picked={picked} />
      <Surface {...{ hunt, inputs, values, plane }} />
    </>
  );
}

/** What changes the hidden layers on the drawing; null where there are none, or a teacher says so. */
function shapeOf(hunt: Hunt, model: NetworkModel): Shape | null {
  if (model === "linear" || hunt.state.hidden.includes("settings")) return null;
  const { layers } = hunt.state.network;
  return { layers, change: (next) => hunt.updateNetwork({ layers: next }) };
}

/** What sets weights by hand; null while the network learns, or has blown up. */
function handOf(hunt: Hunt, point: Hand["point"]): Hand | null {
  if (hunt.training.state !== "paused") return null;
  const undo = hunt.edits.before === null ? null : () => hunt.undoEdits();
  return { set: (place, value) => hunt.setWeight(place, value), point, undo };
}

function missingClass(training: Populations): "signal" | "background" | "both" | null {
  const noSignal = training.signal.length === 0;
  const noBackground = training.background.length === 0;
  if (noSignal && noBackground) return "both";
  if (noSignal) return "signal";
  return noBackground ? "background" : null;
}

/** The neuron asked for, or the nearest one of a network that has become smaller. */
function inside({ layer, index }: NodePlace, sizes: readonly number[]): NodePlace {
  const there = Math.min(layer, sizes.length - 1);
  return { layer: there, index: Math.min(index, sizes[there] - 1) };
}

/** Loss of a model that looks at nothing, in the weights it learns with. */
function blindLossOf(hunt: Hunt, { signal, background }: Populations): number | null {
  if (signal.length === 0 || background.length === 0) return null;
  if (hunt.state.network.useWeights) return blindLoss(0.5);
  return blindLoss(signal.length / (signal.length + background.length));
}
