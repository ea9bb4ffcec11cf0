/** What the model is made of and how it learns; every change makes a new, untrained one. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import type { Activation, OptimiserName } from "../../model/types";
import { isNetworkModel, LIMITS, MODELS, type NetworkModel } from "../../choices";
import { t } from "../../text";
import { Choice, NumberField, Toggle } from "../components/controls";
import { formatCount, formatNumber } from "../format";
import { Carry } from "./carry";
import { Explained } from "./explained";
import type { Populations } from "./follow";
import { holdText, WhatHoldsItBack } from "./holdBack";
import { Inputs } from "./inputs";
import { Layers } from "./layers";
import { foldsText, shapeText } from "./names";
import { RestingSlider } from "./restingSlider";
import { TreeSettings } from "./treeSettings";

/** Wide enough to show all settings beside the network. */
const WIDE = "(min-width: 1000px)";

export function Settings(props: { hunt: Hunt; training: Populations }): JSX.Element {
  const { hunt } = props;
  const { model, network } = hunt.state;
  const [isWide] = useState(() => matchMedia(WIDE).matches);
  const { inputs } = network;
  return (
    <section class="card settings" aria-label={t("learn.settings")}>
      <h2>{t("learn.settings")}</h2>
      {!hunt.state.hidden.includes("model") && <ModelChoice hunt={hunt} />}
      <p class="help">{t("learn.settings.note")}</p>
      {isNetworkModel(model) && <Carry />}
      <Group
        title={t("learn.inputs.title")}
        brief={t("learn.inputs.brief", { n: inputs.length, all: hunt.features.length })}
        open={isWide}
      >
        <Inputs hunt={hunt} />
      </Group>
      {isNetworkModel(model) ? (
        <NetworkGroups hunt={hunt} model={model} isWide={isWide} />
      ) : (
        <TreeGroup hunt={hunt} />
      )}
      <Group
        title={t("learn.events.title")}
        brief={t(network.useWeights ? "learn.weights.on" : "learn.weights.off")}
        open={isWide}
      >
        <WhichEvents hunt={hunt} training={props.training} />
      </Group>
    </section>
  );
}

function ModelChoice({ hunt }: { hunt: Hunt }): JSX.Element {
  return (
    <Choice
      label={t("learn.model")}
      value={hunt.state.model}
      options={MODELS.map((value) => ({ value, label: t(`learn.model.${value}`) }))}
      onChange={(model) => hunt.chooseModel(model)}
    />
  );
}

function NetworkGroups(props: { hunt: Hunt; model: NetworkModel; isWide: boolean }): JSX.Element {
  const { hunt, model, isWide } = props;
  const { layers, optimiser, learningRate } = hunt.state.network;
  return (
    <>
      {model === "network" && (
        <Group
          title={t("learn.layers.title")}
          brief={layers.length === 0 ? t("learn.layers.none") : shapeText(layers)}
          open
        >
          <Layers hunt={hunt} />
        </Group>
      )}
      <Group
        title={t("learn.how.title")}
        brief={`${t(`learn.optimiser.${optimiser}`)}, ${formatNumber(learningRate)}`}
        open={isWide}
      >
        <HowItLearns hunt={hunt} model={model} />
      </Group>
      <Group title={t("learn.hold.title")} brief={holdText(hunt.state)} open={isWide}>
        <WhatHoldsItBack hunt={hunt} model={model} />
      </Group>
    </>
  );
}

function TreeGroup({ hunt }: { hunt: Hunt }): JSX.Element {
  const { model, trees } = hunt.state;
  const values = { depth: trees.maxDepth, rate: formatNumber(trees.learningRate) };
  const brief = model === "tree" ? "learn.grow.brief.tree" : "learn.grow.brief";
  return (
    <Group title={t("learn.grow.title")} brief={t(brief, values)} open>
      <TreeSettings hunt={hunt} />
    </Group>
  );
}

/** A part of the settings that can be folded away and still says what is chosen. */
function Group(props: {
  title: string;
  brief: string;
  open: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <details class="group" open={props.open}>
      <summary>
        <h3>{props.title}</h3> <span class="soft">{props.brief}</span>
      </summary>
      <div class="group-body">{props.children}</div>
    </details>
  );
}

const ACTIVATIONS: readonly Activation[] = ["relu", "tanh", "sigmoid"];
const OPTIMISERS: readonly OptimiserName[] = ["adam", "sgd"];

function HowItLearns({ hunt, model }: { hunt: Hunt; model: NetworkModel }): JSX.Element {
  const { network } = hunt.state;
  return (
    <>
      {model === "network" && (
        <Explained name={t("learn.activation")} meaning={t("learn.activation.help")}>
          <Choice
            label={t("learn.activation")}
            value={network.activation}
            options={ACTIVATIONS.map((value) => ({
              value,
              label: t(`learn.activation.${value}`),
            }))}
            onChange={(activation) => hunt.updateNetwork({ activation })}
          />
        </Explained>
      )}
      <Explained name={t("learn.optimiser")} meaning={t("learn.optimiser.help")}>
        <Choice
          label={t("learn.optimiser")}
          value={network.optimiser}
          options={OPTIMISERS.map((value) => ({ value, label: t(`learn.optimiser.${value}`) }))}
          onChange={(optimiser) => hunt.updateNetwork({ optimiser })}
        />
      </Explained>
      <Explained name={t("learn.rate")} meaning={t("learn.rate.help")}>
        <RestingSlider
          label={t("learn.rate")}
          value={network.learningRate}
          limits={LIMITS.learningRate}
          step={0.05}
          log
          onChange={(learningRate) => hunt.updateNetwork({ learningRate })}
        />
      </Explained>
      <Explained name={t("learn.batch")} meaning={t("learn.batch.help")}>
        <NumberField
          label={t("learn.batch")}
          value={network.batchSize}
          limits={LIMITS.batchSize}
          step={16}
          onChange={(value) => hunt.updateNetwork({ batchSize: value ?? network.batchSize })}
        />
      </Explained>
      <Explained name={t("learn.seed")} meaning={t("learn.seed.help")}>
        <NumberField
          label={t("learn.seed")}
          value={network.seed}
          limits={LIMITS.seed}
          onChange={(value) => hunt.updateNetwork({ seed: value ?? network.seed })}
        />
      </Explained>
    </>
  );
}

function WhichEvents(props: { hunt: Hunt; training: Populations }): JSX.Element {
  const { hunt, training } = props;
  const { useWeights, onlyPassing } = hunt.state.network;
  const nCuts = Object.keys(hunt.state.cuts).length;
  return (
    <>
      <p class="counts">
        {t(hunt.state.opened === null ? "learn.events.counts" : "learn.events.counts.opened", {
          signal: formatCount(training.signal.length),
          background: formatCount(training.background.length),
          folds: foldsText(hunt.split.train),
        })}
      </p>
      <Toggle
        label={t("learn.weights")}
        checked={useWeights}
        onChange={(checked) => hunt.updateNetwork({ useWeights: checked })}
        help={t("learn.weights.help")}
      />
      <Toggle
        label={t("learn.passing")}
        checked={onlyPassing}
        onChange={(checked) => hunt.updateNetwork({ onlyPassing: checked })}
        help={nCuts === 0 ? t("learn.passing.nocuts") : t("learn.passing.cuts", { n: nCuts })}
      />
    </>
  );
}
