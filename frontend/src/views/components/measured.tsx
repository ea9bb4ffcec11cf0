/** A number with its uncertainty, or the reason why there is none. */
import type { ComponentChildren, JSX } from "preact";
import type { Measured, Yield } from "../../model/types";
import { error } from "../../model/yields";
import { t } from "../../text";
import { formatMeasured } from "../format";

/** "3.10 ± 0.19 σ", or a dash that says why. */
export function Quantity(props: {
  value: Measured;
  unit?: string;
  /** Most decimals to show. */
  decimals?: number;
}): JSX.Element {
  const { value, unit, decimals } = props;
  if (value.kind === "missing") {
    return (
      <span class="quantity missing">
        – <span class="reason">{t(`reason.${value.reason}`)}</span>
      </span>
    );
  }
  return (
    <span class="quantity">
      {formatMeasured(value.value, value.uncertainty, decimals)}
      {unit !== undefined && <span class="unit">{` ${unit}`}</span>}
    </span>
  );
}

export function yieldText(y: Yield): string {
  return y.count === 0 ? "0" : formatMeasured(y.sum, error(y));
}

/** A number with its name and a line about it, in a list `<dl class="numbers">`. */
export function NamedNumber(props: {
  name: string;
  help: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {props.children}
        <span class="help">{props.help}</span>
      </dd>
    </div>
  );
}
