/** Adds and removes hidden layers and neurons. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import { LIMITS, within } from "../../choices";
import { t } from "../../text";
import { NumberField } from "../components/controls";
import { shapeText } from "./names";
import { withLayer, withNeurons, withoutLayer } from "./shape";

/** From a straight line to more than the events can fill. */
const EXAMPLES: readonly (readonly number[])[] = [[], [3], [10, 10, 10], [32, 32]];

export function Layers({ hunt }: { hunt: Hunt }): JSX.Element {
  const { layers } = hunt.state.network;
  const change = (next: readonly number[]): void => {
    if (next.join() !== layers.join()) hunt.updateNetwork({ layers: next });
  };
  return (
    <>
      <div class="buttons" role="group" aria-label={t("learn.layers.examples")}>
        {EXAMPLES.map((example) => (
          <button
            key={example.join()}
            type="button"
            class="example"
            aria-pressed={example.join() === layers.join()}
            onClick={() => change(example)}
          >
            {exampleName(example)}
          </button>
        ))}
      </div>
      {layers.length === 0 && <p class="help">{t("learn.layers.line")}</p>}
      <ol class="layers">
        {layers.map((neurons, index) => (
          <LayerRow
            key={index}
            number={index + 1}
            neurons={neurons}
            onChange={(n) => change(withNeurons(layers, index, n))}
            onRemove={() => change(withoutLayer(layers, index))}
          />
        ))}
      </ol>
      <button
        type="button"
        disabled={layers.length >= LIMITS.layers.high}
        onClick={() => change(withLayer(layers))}
      >
        {t("learn.layers.add")}
      </button>
      <p class="help">
        {t("learn.layers.help", { low: LIMITS.layers.low, high: LIMITS.layers.high })}
      </p>
    </>
  );
}

function exampleName(layers: readonly number[]): string {
  if (layers.length === 0) return t("learn.layers.example.line");
  return layers.length === 1 ? t("learn.layers.example.one", { n: layers[0] }) : shapeText(layers);
}

function LayerRow(props: {
  number: number;
  neurons: number;
  onChange: (neurons: number) => void;
  onRemove: () => void;
}): JSX.Element {
  const { number, neurons } = props;
  const limits = LIMITS.neurons;
  const step = (by: 1 | -1): JSX.Element => (
    <button
      type="button"
      class="step"
      disabled={within(neurons + by, limits) === neurons}
      aria-label={t(by > 0 ? "learn.layer.more" : "learn.layer.fewer", { layer: number })}
      onClick={() => props.onChange(within(neurons + by, limits))}
    >
      {by > 0 ? "+" : "−"}
    </button>
  );
  return (
    <li>
      <span class="layer-name">{t("learn.column.layer", { layer: number })}</span>
      {step(-1)}
      <NumberField
        label={t("learn.layer.neurons", { layer: number })}
        hideLabel
        value={neurons}
        limits={limits}
        onChange={(value) => props.onChange(value ?? neurons)}
      />
      {step(1)}
      <button
        type="button"
        class="quiet"
        aria-label={t("learn.layer.remove", { layer: number })}
        onClick={props.onRemove}
      >
        {t("learn.layer.remove.short")}
      </button>
    </li>
  );
}
