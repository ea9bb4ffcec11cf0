/** Chooses what the network may look at: one box a variable, its meaning one click away. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import type { FeatureFacts } from "../../model/types";
import { t } from "../../text";
import { Explained } from "./explained";

export function Inputs({ hunt }: { hunt: Hunt }): JSX.Element {
  const { features } = hunt;
  const chosen = new Set(hunt.state.network.inputs);
  const toggle = (name: string, on: boolean): void => {
    const inputs = features
      .map((feature) => feature.name)
      .filter((other) => (other === name ? on : chosen.has(other)));
    hunt.updateNetwork({ inputs });
  };
  return (
    <>
      <ul class="inputs">
        {features.map((feature) => (
          <Input
            key={feature.name}
            feature={feature}
            checked={chosen.has(feature.name)}
            isLast={chosen.size === 1 && chosen.has(feature.name)}
            onChange={(on) => toggle(feature.name, on)}
          />
        ))}
      </ul>
      {chosen.size === 1 && <p class="help">{t("learn.inputs.last")}</p>}
    </>
  );
}

function Input(props: {
  feature: FeatureFacts;
  checked: boolean;
  isLast: boolean;
  onChange: (on: boolean) => void;
}): JSX.Element {
  const { feature } = props;
  return (
    <li>
      <Explained name={feature.label} meaning={feature.meaning}>
        <label>
          <input
            type="checkbox"
            checked={props.checked}
            disabled={props.isLast}
            onChange={(event) => props.onChange(event.currentTarget.checked)}
          />
          <span>
            <strong>{feature.symbol}</strong> <span class="soft">{feature.label}</span>
          </span>
        </label>
      </Explained>
    </li>
  );
}
