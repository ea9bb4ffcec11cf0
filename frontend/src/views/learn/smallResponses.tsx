/** Every neuron's answer in the plane, as small pictures to choose from. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import type { Response } from "../../model/response";
import { type Field, rangeOf } from "../../model/surface";
import type { FeatureFacts, NetworkState } from "../../model/types";
import { t } from "../../text";
import { Contours } from "./contours";
import { Heat } from "./heat";
import type { NodePlace } from "./layout";
import { nodeName, termNumber } from "./names";

const SMALL = 40;
export const INKS = { low: "--negative", high: "--positive", bands: 16 };
export const TONES = [-1, 1] as const;

/** What a neuron answers, and the colours of it. */
export interface Pictured extends Response {
  readonly tone: Field;
}

export interface SmallProps {
  readonly network: NetworkState;
  readonly inputs: readonly FeatureFacts[];
  readonly chosen: NodePlace;
  readonly onChoose: (place: NodePlace) => void;
  readonly layers: readonly (readonly Pictured[])[];
}

/** Every neuron, layer after layer; arrow keys go from one to the next. */
export function Small(props: SmallProps): JSX.Element {
  const { network, inputs, chosen, onChoose, layers } = props;
  const group = useRef<HTMLDivElement>(null);
  const places = layers.flatMap((layer, l) => layer.map((_, index) => ({ layer: l + 1, index })));
  const isAt = (one: NodePlace, { layer, index }: NodePlace): boolean =>
    one.layer === layer && one.index === index;
  const current = Math.max(
    0,
    places.findIndex((place) => isAt(place, chosen)),
  );
  const move = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const step = STEPS[event.key];
    const next = step === undefined ? undefined : places[current + step];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
    group.current
      ?.querySelector<HTMLElement>(`[data-response="${next.layer}-${next.index}"]`)
      ?.focus();
  };
  return (
    <div
      ref={group}
      class="small-responses"
      role="group"
      aria-label={t("learn.responses.all")}
      onKeyDown={move}
    >
      {layers.map((layer, l) => (
        <div key={l} class="response-layer">
          <span class="soft">
            {l === layers.length - 1
              ? t("learn.column.output")
              : t("learn.column.layer", { layer: l + 1 })}
          </span>
          {layer.map((response, index) => {
            const place = { layer: l + 1, index };
            return (
              <Thumbnail
                key={index}
                response={response}
                name={nodeName(place, network.sizes.length, inputs)}
                id={`${place.layer}-${index}`}
                isChosen={isAt(place, chosen)}
                isEntry={isAt(place, places[current])}
                onChoose={() => onChoose(place)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

function Thumbnail(props: {
  response: Pictured;
  name: string;
  id: string;
  isChosen: boolean;
  isEntry: boolean;
  onChoose: () => void;
}): JSX.Element {
  const { response, name } = props;
  const [low, high] = rangeOf(response.output) ?? [NaN, NaN];
  return (
    <button
      type="button"
      class="response"
      data-response={props.id}
      aria-pressed={props.isChosen}
      aria-label={t("learn.responses.small", {
        name,
        low: termNumber(low),
        high: termNumber(high),
      })}
      tabIndex={props.isEntry ? 0 : -1}
      onClick={props.onChoose}
    >
      <Heat field={response.tone} range={TONES} inks={INKS} width={SMALL} height={SMALL} />
      <svg width={SMALL} height={SMALL} aria-hidden="true">
        <Contours field={response.sum} levels={HALF_ALONE} width={SMALL} height={SMALL} />
      </svg>
    </button>
  );
}

const HALF_ALONE = [{ value: 0, label: "", class: "level half", height: 0 }];
