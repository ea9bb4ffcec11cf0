/** Fields a finger, a mouse and a keyboard can use alike; each says what it refuses. */
import type { ComponentChildren, JSX, TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { Limits } from "../../choices";
import { within } from "../../choices";
import { t } from "../../text";
import { fieldText, formatNumber } from "../format";

export interface NumberFieldProps {
  readonly label: string;
  /** null is shown as an empty field: "no limit". */
  readonly value: number | null;
  readonly limits: Limits;
  readonly onChange: (value: number | null) => void;
  readonly optional?: boolean;
  readonly step?: number | "any";
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
  readonly unit?: string;
}

/** A number typed by hand; takes effect on Enter or when the field is left. */
export function NumberField(props: NumberFieldProps): JSX.Element {
  const id = useId();
  const shown = props.value === null ? "" : fieldText(props.value);
  const [draft, setDraft] = useState(shown);
  const [refused, setRefused] = useState(false);
  useEffect(() => setDraft(shown), [shown]);

  const commit = (text: string): void => {
    const value = text.trim() === "" ? null : Number(text.replace(",", "."));
    const usable = value === null ? props.optional === true : Number.isFinite(value);
    setRefused(!usable);
    if (!usable) return;
    const next = value === null ? null : within(value, props.limits);
    setDraft(next === null ? "" : fieldText(next));
    if (next !== props.value) props.onChange(next);
  };
  const range = {
    low: formatNumber(props.limits.low, 6),
    high: formatNumber(props.limits.high, 6),
  };
  return (
    <span class={`field ${refused ? "refused" : ""}`}>
      <label for={id} class={props.hideLabel === true ? "visually-hidden" : ""}>
        {props.label}
      </label>
      <input
        id={id}
        type="text"
        // The keys for decimals of some phones have no minus.
        inputMode={props.limits.low < 0 ? "text" : "decimal"}
        autocomplete="off"
        value={draft}
        placeholder={props.placeholder ?? ""}
        aria-invalid={refused}
        aria-describedby={refused ? `${id}-why` : undefined}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => commit(event.currentTarget.value)}
        onKeyDown={(event) => nudge(event, props, commit)}
      />
      {props.unit !== undefined && props.unit !== "" && <span class="unit">{props.unit}</span>}
      {refused && (
        <span id={`${id}-why`} class="why" role="alert">
          {t("field.refused", range)}
        </span>
      )}
    </span>
  );
}

/** Arrow keys change a number by a step; Enter takes what was typed. */
function nudge(
  event: TargetedKeyboardEvent<HTMLInputElement>,
  props: NumberFieldProps,
  commit: (text: string) => void,
): void {
  if (event.key === "Enter") commit(event.currentTarget.value);
  const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
  if (direction === 0 || props.value === null) return;
  event.preventDefault();
  const step =
    typeof props.step === "number" ? props.step : props.limits.integer === true ? 1 : 0.01;
  commit(String(Number((props.value + direction * step).toPrecision(8))));
}

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly limits: Limits;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** A slider over decades: `step` is then in powers of ten. */
  readonly log?: boolean;
  readonly help?: ComponentChildren;
  /** Spoken and shown beside the slider, e.g. "10 %". */
  readonly display?: string;
}

/** A slider, always with a number field of the same value. */
export function Slider(props: SliderProps): JSX.Element {
  const id = useId();
  const warp = (v: number): number => (props.log === true ? Math.log10(v) : v);
  const unwarp = (v: number): number =>
    props.log === true ? Number((10 ** v).toPrecision(2)) : Number(v.toPrecision(6));
  return (
    <div class="slider">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="range"
        min={warp(props.limits.low)}
        max={warp(props.limits.high)}
        step={props.step}
        value={warp(props.value)}
        aria-valuetext={props.display ?? formatNumber(props.value)}
        onInput={(event) =>
          props.onChange(within(unwarp(Number(event.currentTarget.value)), props.limits))
        }
      />
      <NumberField
        label={props.label}
        hideLabel
        value={props.value}
        limits={props.limits}
        step={props.log === true ? props.value / 10 : props.step}
        onChange={(value) => props.onChange(value ?? props.value)}
      />
      {props.help !== undefined && <p class="help">{props.help}</p>}
    </div>
  );
}

/** One of a few: drawn as joined buttons, spoken as a group of radio buttons. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}): JSX.Element {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{props.label}</legend>
      <div class="joined">
        {props.options.map((option) => (
          <label key={option.value} class={option.value === props.value ? "chosen" : ""}>
            <input
              type="radio"
              name={name}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One of many. */
export function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; disabled?: boolean }[];
  readonly onChange: (value: T) => void;
}): JSX.Element {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled === true}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}

export function Toggle(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly help?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="toggle">
      <label>
        <input
          type="checkbox"
          checked={props.checked}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        {props.label}
      </label>
      {props.help !== undefined && <p class="help">{props.help}</p>}
    </div>
  );
}
