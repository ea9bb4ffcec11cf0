/** What one neuron does with the followed event, as a sum that can be checked by hand. */
import type { JSX } from "preact";
import type { Activations, NeuronArithmetic, Term } from "../../model/arithmetic";
import { neuronArithmetic } from "../../model/arithmetic";
import type { FeatureFacts, NetworkState } from "../../model/types";
import { t } from "../../text";
import type { NodePlace } from "./layout";
import { curveName, nodeName, termNumber, valueWithUnit } from "./names";

export interface NeuronProps {
  readonly network: NetworkState | null;
  readonly activations: Activations | null;
  readonly inputs: readonly FeatureFacts[];
  readonly values: readonly number[];
  readonly chosen: NodePlace;
}

export function Neuron(props: NeuronProps): JSX.Element {
  const { network, activations, chosen, inputs } = props;
  const nLayers = network?.sizes.length ?? 2;
  return (
    <section class="card neuron" aria-label={t("learn.neuron.title")}>
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
  const { network, activations, chosen, inputs } = props;
  const sum = neuronArithmetic(network, activations, chosen.layer, chosen.index);
  const widest = Math.max(...sum.terms.map((term) => Math.abs(term.product)), Math.abs(sum.bias));
  const nLayers = network.sizes.length;
  return (
    <>
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
                name={nodeName({ layer: chosen.layer - 1, index }, nLayers, inputs)}
                term={term}
                widest={widest}
              />
            ))}
            <tr>
              <th scope="row">{t("learn.term.bias")}</th>
              <td />
              <td />
              <td>{termNumber(sum.bias)}</td>
              <td class="bar">
                <Bar value={sum.bias} widest={widest} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <Result sum={sum} />
    </>
  );
}

function TermRow(props: { name: string; term: Term; widest: number }): JSX.Element {
  const { name, term, widest } = props;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{termNumber(term.value)}</td>
      <td>{termNumber(term.weight)}</td>
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
