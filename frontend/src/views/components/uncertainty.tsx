/** How well the background is known: one number, set on two stops, and what it does to Z. */
import type { JSX } from "preact";
import { LIMITS } from "../../choices";
import { t } from "../../text";
import { useHunt } from "../context";
import { chosenPercent } from "../format";
import { Slider } from "./controls";

export function UncertaintySlider(props: { help: string; label?: string }): JSX.Element {
  const hunt = useHunt();
  const relative = hunt.state.backgroundUncertainty;
  return (
    <Slider
      label={props.label ?? t("uncertainty.label")}
      value={relative}
      limits={LIMITS.backgroundUncertainty}
      step={0.01}
      display={chosenPercent(relative)}
      onChange={(backgroundUncertainty) => hunt.update({ backgroundUncertainty })}
      help={props.help}
    />
  );
}

/** Which formula gave Z. */
export function significanceHelp(relative: number): string {
  return relative > 0
    ? t("uncertainty.z", { uncertainty: chosenPercent(relative) })
    : t("uncertainty.z.none");
}
