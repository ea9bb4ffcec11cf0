/** What each widget draws: views of the page around a hunt of its own. */
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { Hunt } from "../hunt";
import { followEvent } from "../model/arithmetic";
import { decodeNetwork } from "../model/exchange";
import { significance } from "../model/significance";
import type { FeatureFacts } from "../model/types";
import { t, tDynamic } from "../text";
import { Choice } from "../views/components/controls";
import { Sandboxed } from "../views/components/intro";
import { Quantity, yieldText } from "../views/components/measured";
import { useHunt } from "../views/context";
import { SIGMA_DECIMALS } from "../views/format";
import { HistogramGrid, Legend } from "../views/histograms";
import { Learn } from "../views/learn";
import type { NodePlace } from "../views/learn/layout";
import { NetworkDrawing } from "../views/learn/network";
import { NetworkSummary } from "../views/learn/summary";
import { Notices } from "../views/shell/notices";

/** Whose events these are: said beside every number of them. */
function Origin({ hunt }: { hunt: Hunt }): JSX.Element {
  const { title, licence, origin } = hunt.datasetFacts;
  return (
    <p class="soft">
      <strong>{title}</strong> · {tDynamic(`notebook.widget.origin.${origin}`)} · {licence}
    </p>
  );
}

function Frame(props: { label: string; children: ComponentChildren }): JSX.Element {
  const hunt = useHunt();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} class="visually-hidden">
        {props.label}
      </h2>
      <Origin hunt={hunt} />
      <Notices />
      {props.children}
    </section>
  );
}

/** Histograms with brushes, and what is left behind the cuts. */
export function CrossFilterView(): JSX.Element {
  const hunt = useHunt();
  const { signal, background } = hunt.expected!.kept(hunt.codes);
  const { display, scale, backgroundUncertainty } = hunt.state;
  return (
    <Frame label={t("notebook.widget.cross-filter")}>
      <div class="card widget-bar">
        <div class="row">
          <Choice
            label={t("explore.show")}
            value={display}
            options={[
              { value: "stack", label: t("explore.show.stack") },
              { value: "shapes", label: t("explore.show.shapes") },
            ]}
            onChange={(next) => hunt.update({ display: next })}
          />
          <Choice
            label={t("explore.scale")}
            value={scale}
            options={[
              { value: "linear", label: t("explore.scale.linear") },
              { value: "log", label: t("explore.scale.log") },
            ]}
            onChange={(next) => hunt.update({ scale: next })}
          />
          <button type="button" onClick={() => hunt.clearCuts()}>
            {t("notebook.widget.clear")}
          </button>
        </div>
        <Legend />
        <p role="status">
          {t("notebook.widget.kept", {
            signal: yieldText(signal),
            background: yieldText(background),
          })}{" "}
          <Quantity
            value={significance(signal, background, backgroundUncertainty)}
            unit="σ"
            decimals={SIGMA_DECIMALS}
          />{" "}
          <span class="soft">
            {t("notebook.widget.kept.help", { n: 100 * backgroundUncertainty })}
          </span>
        </p>
      </div>
      <HistogramGrid />
    </Frame>
  );
}

/** The stop Learn, without its story. */
export function TrainerView(): JSX.Element {
  return (
    <Frame label={t("notebook.widget.trainer")}>
      <Sandboxed.Provider value={true}>
        <Learn />
      </Sandboxed.Provider>
    </Frame>
  );
}

/** What a drawing shows, as Python holds it. */
export interface Drawn {
  /** A network file. */
  readonly network: string;
  readonly inputs: readonly FeatureFacts[];
  /** One event, an input each, in house units; null for none. */
  readonly values: readonly number[] | null;
  readonly chosen: NodePlace;
}

/** A network with its true weights, and perhaps one event on its way through. */
export function DrawingView(props: Drawn & { onChoose: (place: NodePlace) => void }): JSX.Element {
  const { inputs, values, onChoose } = props;
  const [{ text, stored }, keep] = useState(() => read(props.network));
  if (text !== props.network) keep(read(props.network));
  const { network } = stored;
  const scaled = Float64Array.from(
    values ?? [],
    (value, i) => (value - network.mean[i]) / network.std[i],
  );
  const last = network.sizes.length - 1;
  const layer = Math.min(props.chosen.layer, last);
  const chosen = { layer, index: Math.min(props.chosen.index, network.sizes[layer] - 1) };
  return (
    <section class="card network-card" aria-label={t("notebook.widget.drawing")}>
      <NetworkDrawing
        sizes={network.sizes}
        network={network}
        inputs={inputs}
        activations={values === null ? null : followEvent(network, scaled)}
        values={values ?? []}
        chosen={chosen}
        onChoose={onChoose}
      />
      <NetworkSummary sizes={network.sizes} network={network} inputs={inputs} />
    </section>
  );
}

function read(text: string): { text: string; stored: ReturnType<typeof decodeNetwork> } {
  return { text, stored: decodeNetwork(text) };
}
