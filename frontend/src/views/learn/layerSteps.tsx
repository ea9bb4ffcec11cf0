/** Under the drawing: neurons and layers by hand. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { LIMITS } from "../../choices";
import { t } from "../../text";
import type { NetworkLayout } from "./layout";
import { shapeText } from "./names";
import type { Shape } from "./network";
import { type Layers, withLayer, withNeurons, withoutLayer } from "./shape";

/** Below this distance of the columns the two buttons of a layer stand one above the other. */
const ROOM_FOR_TWO = 66;

export function LayerSteps(props: { shape: Shape; layout: NetworkLayout }): JSX.Element {
  const { shape, layout } = props;
  const { layers } = shape;
  const [said, say] = useState("");
  const change = (next: Layers): void => {
    shape.change(next);
    say(t("learn.shape.now", { layers: next.length === 0 ? "0" : shapeText(next) }));
  };
  const isNarrow = layout.columnGap < ROOM_FOR_TWO;
  return (
    <div class="layer-steps" role="group" aria-label={t("learn.shape.title")}>
      <div class={`neuron-steps ${isNarrow ? "narrow" : ""}`}>
        {layers.map((neurons, index) => (
          <div key={index} style={{ left: `${layout.columns[index + 1]?.x ?? 0}px` }}>
            <Step by={-1} {...{ layers, index, neurons, change }} />
            <Step by={1} {...{ layers, index, neurons, change }} />
          </div>
        ))}
      </div>
      <div class="buttons">
        <button
          type="button"
          disabled={layers.length >= LIMITS.layers.high}
          onClick={() => change(withLayer(layers))}
        >
          {t("learn.layers.add")}
        </button>
        <button
          type="button"
          disabled={layers.length === 0}
          onClick={() => change(withoutLayer(layers, layers.length - 1))}
        >
          {t("learn.shape.remove")}
        </button>
        <span class="soft">{t("learn.shape.note")}</span>
      </div>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}

function Step(props: {
  by: 1 | -1;
  layers: Layers;
  index: number;
  neurons: number;
  change: (layers: Layers) => void;
}): JSX.Element {
  const { by, layers, index, neurons, change } = props;
  const next = withNeurons(layers, index, neurons + by);
  return (
    <button
      type="button"
      class="step"
      disabled={next[index] === neurons}
      aria-label={t(by > 0 ? "learn.layer.more" : "learn.layer.fewer", { layer: index + 1 })}
      onClick={() => change(next)}
    >
      {by > 0 ? "+" : "−"}
    </button>
  );
}
