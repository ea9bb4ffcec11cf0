/** What one neuron does with the followed event, as a sum that can be checked by hand. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Activations, NeuronArithmetic, Term } from "../../model/arithmetic";
import { neuronArithmetic } from "../../model/arithmetic";
import type { FeatureFacts, NetworkState, WeightPlace } from "../../model/types";
import { LIMITS } from "../../choices";
import { t } from "../../text";
import { NumberField } from "../components/controls";
import type { LinePlace, NodePlace } from "./layout";
import { curveName, nodeName, termNumber, valueWithUnit } from "./names";

export interface NeuronProps {
  readonly network: NetworkState | null;
  readonly activations: Activations | null;
  readonly inputs: readonly FeatureFacts[];
  readonly values: readonly number[];
  readonly chosen: NodePlace;
  /** null while the network is learning, or is lost: its weights cannot be set then. */
  readonly hand: Hand | null;
  /** A line that was clicked on: the field of its weight takes the keys. */
  readonly picked: LinePlace | null;
}

/** What a hand does to the weights. */
export interface Hand {
  readonly set: (place: WeightPlace, value: number) => void;
  /** The weight that is being looked at, to show its line. */
  readonly point: (line: LinePlace | null) => void;
  /** null where nothing was changed. */
  readonly undo: (() => void) | null;
}

export function Neuron(props: NeuronProps): JSX.Element {
  const { network, activations, chosen, inputs, picked } = props;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (picked === null) return;
    const place = `${picked.gap}-${picked.from}-${picked.to}`;
    const field = card.current?.querySelector<HTMLInputElement>(`[data-weight="${place}"] input`);
    field?.focus();
    field?.select();
  }, [picked]);
  const nLayers = network?.sizes.length ?? 2;
  return (
    <section ref={card} class="card neuron" aria-label={t("learn.neuron.title")}>
      <h2>{t("learn.neuron.of", { name: nodeName(chosen, nLayers, inputs) })}</h2>
      <p class="help">{t("learn.neuron.choose")}</p>
      {network === null || activations === null ? (
        <p>{t("learn.neuron.noevent")}</p>
      ) : chosen.layer === 0 ? (
        <InputArithmetic {...props} network={network} activations={activations} />
      ) : (
        <SumTable {...props} network={network} activations={activations} />
      )}
    </section>
  );
}

type Ready = NeuronProps & {
  readonly network: NetworkState;
  readonly activations: Activations;
};

/** How a value in GeV becomes a number near 0. */
function InputArithmetic(props: Ready): JSX.Element {
  const { network, activations, inputs, values, chosen } = props;
  const feature = inputs[chosen.index];
  const value = values[chosen.index];
  const rows: [string, string][] = [
    [t("learn.input.value"), valueWithUnit(value, feature.unit)],
    [t("learn.input.mean"), `− ${valueWithUnit(network.mean[chosen.index], feature.unit)}`],
    [t("learn.input.std"), `÷ ${valueWithUnit(network.std[chosen.index], feature.unit)}`],
  ];
  return (
    <>
      <p>{feature.meaning}</p>
      <table>
        <tbody>
          {rows.map(([name, text]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{text}</td>
            </tr>
          ))}
          <tr class="total">
            <th scope="row">{t("learn.input.scaled")}</th>
            <td>{termNumber(activations[0][chosen.index])}</td>
          </tr>
        </tbody>
      </table>
      <p class="help">{t("learn.input.why")}</p>
    </>
  );
}

function SumTable(props: Ready): JSX.Element {
  const { network, activations, chosen, inputs, hand } = props;
  const { layer, index: to } = chosen;
  const sum = neuronArithmetic(network, activations, chosen.layer, chosen.index);
  const widest = Math.max(...sum.terms.map((term) => Math.abs(term.product)), Math.abs(sum.bias));
  const nLayers = network.sizes.length;
  const nameOf = (index: number): string => nodeName({ layer: layer - 1, index }, nLayers, inputs);
  return (
    <>
      <p class="help">{t(hand === null ? "learn.hand.wait" : "learn.hand.help")}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("learn.neuron.table")}>
        <table class="terms">
          <thead>
            <tr>
              <th scope="col">{t("learn.term.from")}</th>
              <th scope="col">{t("learn.term.value")}</th>
              <th scope="col">{t("learn.term.weight")}</th>
              <th scope="col">{t("learn.term.product")}</th>
              <td class="bar" />
            </tr>
          </thead>
          <tbody>
            {sum.terms.map((term, index) => (
              <TermRow
                key={index}
                name={nameOf(index)}
                term={term}
                widest={widest}
                weight={
                  <Weight
                    place={{ layer: layer - 1, from: index, to }}
                    label={t("learn.hand.weight", { name: nameOf(index) })}
                    value={term.weight}
                    hand={hand}
                  />
                }
              />
            ))}
            <tr>
              <th scope="row">{t("learn.term.bias")}</th>
              <td />
              <td>
                {hand !== null && (
                  <Weight
                    place={{ layer: layer - 1, from: -1, to }}
                    label={t("learn.term.bias")}
                    value={sum.bias}
                    hand={hand}
                  />
                )}
              </td>
              <td>{termNumber(sum.bias)}</td>
              <td class="bar">
                <Bar value={sum.bias} widest={widest} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <Result sum={sum} />
      {hand?.undo != null && (
        <p>
          <button type="button" onClick={hand.undo}>
            {t("opened.undo")}
          </button>
        </p>
      )}
    </>
  );
}

/** A step of the arrow keys, in the units in which fresh weights are spread. */
const WEIGHT_STEP = 0.1;
/** Digits of a weight in its field. */
const FIELD_DIGITS = 4;

/** A weight or bias: a number while the network learns, a field when it rests. */
function Weight(props: {
  place: WeightPlace;
  label: string;
  value: number;
  hand: Hand | null;
}): JSX.Element {
  const { place, value, hand } = props;
  // Enter is heard as a key and as a change: the same number is sent once.
  const sent = useRef<number | null>(null);
  useEffect(() => {
    sent.current = null;
  }, [value]);
  if (hand === null) return <>{termNumber(value)}</>;
  const { layer: gap, from, to } = place;
  // The field shows fewer digits than the weight has: leaving them alone changes nothing.
  const shown = Number(value.toPrecision(FIELD_DIGITS));
  return (
    <span
      class="weight-field"
      data-weight={`${gap}-${from}-${to}`}
      onFocusIn={() => hand.point(from < 0 ? null : { gap, from, to })}
      onFocusOut={() => hand.point(null)}
    >
      <NumberField
        label={props.label}
        hideLabel
        value={shown}
        limits={LIMITS.weight}
        step={WEIGHT_STEP}
        onChange={(next) => {
          if (next === null || next === sent.current) return;
          sent.current = next;
          hand.set(place, next);
        }}
      />
    </span>
  );
}

function TermRow(props: {
  name: string;
  term: Term;
  widest: number;
  weight: JSX.Element;
}): JSX.Element {
  const { name, term, widest } = props;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{termNumber(term.value)}</td>
      <td>{props.weight}</td>
      <td>{termNumber(term.product)}</td>
      <td class="bar">
        <Bar value={term.product} widest={widest} />
      </td>
    </tr>
  );
}

/** A bar to the right for what raises the sum, to the left for what lowers it. */
function Bar(props: { value: number; widest: number }): JSX.Element | null {
  const share = (50 * Math.abs(props.value)) / props.widest;
  if (!Number.isFinite(share)) return null;
  const isNegative = props.value < 0;
  const style = { width: `${share}%`, left: `${isNegative ? 50 - share : 50}%` };
  return <span class={isNegative ? "negative" : "positive"} style={style} aria-hidden="true" />;
}

function Result({ sum }: { sum: NeuronArithmetic }): JSX.Element {
  const z = termNumber(sum.sum);
  const a = termNumber(sum.output);
  return (
    <p class="neuron-result">
      <span>
        {t("learn.neuron.sum")} <strong>z = {z}</strong>
      </span>
      <span>
        {curveName(sum.curve)}({z}) = <strong>{a}</strong>
      </span>
      <span class="help">{t(`learn.curve.${sum.curve}`)}</span>
    </p>
  );
}
