/** What keeps a network from learning its events by heart: penalties, dropout, an early stop. */
import type { JSX } from "preact";
import { isNetworkModel, LIMITS, type NetworkModel } from "../../choices";
import type { Hunt } from "../../hunt";
import type { State } from "../../state";
import { t } from "../../text";
import { NumberField } from "../components/controls";
import { chosenPercent, formatNumber } from "../format";
import { Explained } from "./explained";
import { RestingSlider } from "./restingSlider";

/** "L2 0.001, early stop after 10 epochs": what is switched on, or that nothing is. */
export function holdText({ model, network }: Pick<State, "model" | "network">): string {
  const { l1, l2, dropout, earlyStop } = network;
  const drops = model === "network" && dropout > 0;
  const parts = [
    l1 > 0 && t("learn.hold.l1", { value: formatNumber(l1) }),
    l2 > 0 && t("learn.hold.l2", { value: formatNumber(l2) }),
    drops && t("learn.hold.dropout", { value: chosenPercent(dropout) }),
    isNetworkModel(model) && earlyStop > 0 && t("learn.hold.early", { n: earlyStop }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t("learn.hold.none") : parts.join(", ");
}

export function WhatHoldsItBack(props: { hunt: Hunt; model: NetworkModel }): JSX.Element {
  const { hunt, model } = props;
  const { l1, l2, dropout, earlyStop } = hunt.state.network;
  return (
    <>
      <Explained name={t("learn.l2")} meaning={t("learn.l2.help")}>
        <NumberField
          label={t("learn.l2")}
          value={l2}
          limits={LIMITS.l2}
          step={0.001}
          onChange={(value) => hunt.updateNetwork({ l2: value ?? l2 })}
        />
      </Explained>
      <Explained name={t("learn.l1")} meaning={t("learn.l1.help")}>
        <NumberField
          label={t("learn.l1")}
          value={l1}
          limits={LIMITS.l1}
          step={0.001}
          onChange={(value) => hunt.updateNetwork({ l1: value ?? l1 })}
        />
      </Explained>
      {model === "network" && (
        <Explained name={t("learn.dropout")} meaning={t("learn.dropout.help")}>
          <RestingSlider
            label={t("learn.dropout")}
            value={dropout}
            limits={LIMITS.dropout}
            step={0.05}
            display={chosenPercent(dropout)}
            onChange={(value) => hunt.updateNetwork({ dropout: value })}
          />
        </Explained>
      )}
      <Explained name={t("learn.early")} meaning={t("learn.early.help")}>
        <NumberField
          label={t("learn.early")}
          value={earlyStop}
          limits={LIMITS.earlyStop}
          onChange={(value) => hunt.updateNetwork({ earlyStop: value ?? earlyStop })}
        />
      </Explained>
    </>
  );
}
