/** How trees grow: how deep, how fast, on which part of the events. */
import type { JSX } from "preact";
import { LIMITS } from "../../choices";
import type { Hunt } from "../../hunt";
import { t } from "../../text";
import { NumberField } from "../components/controls";
import { chosenPercent } from "../format";
import { Explained } from "./explained";
import { RestingSlider } from "./restingSlider";

export function TreeSettings({ hunt }: { hunt: Hunt }): JSX.Element {
  const { maxDepth } = hunt.state.trees;
  return (
    <>
      <Explained name={t("learn.depth")} meaning={t("learn.depth.help")}>
        <NumberField
          label={t("learn.depth")}
          value={maxDepth}
          limits={LIMITS.treeDepth}
          onChange={(value) => hunt.updateTrees({ maxDepth: value ?? maxDepth })}
        />
      </Explained>
      {hunt.state.model === "boosted-trees" && <BoostingSettings hunt={hunt} />}
    </>
  );
}

/** What a single tree does without. */
function BoostingSettings({ hunt }: { hunt: Hunt }): JSX.Element {
  const { learningRate, subsample } = hunt.state.trees;
  const { seed } = hunt.state.network;
  return (
    <>
      <Explained name={t("learn.rate")} meaning={t("learn.rate.help.trees")}>
        <RestingSlider
          label={t("learn.rate")}
          value={learningRate}
          limits={LIMITS.treeRate}
          step={0.05}
          log
          onChange={(value) => hunt.updateTrees({ learningRate: value })}
        />
      </Explained>
      <Explained name={t("learn.part")} meaning={t("learn.part.help")}>
        <RestingSlider
          label={t("learn.part")}
          value={subsample}
          limits={LIMITS.treeSubsample}
          step={0.05}
          display={chosenPercent(subsample)}
          onChange={(value) => hunt.updateTrees({ subsample: value })}
        />
      </Explained>
      <Explained name={t("learn.seed")} meaning={t("learn.seed.help.trees")}>
        <NumberField
          label={t("learn.seed")}
          value={seed}
          limits={LIMITS.seed}
          onChange={(value) => hunt.updateNetwork({ seed: value ?? seed })}
        />
      </Explained>
    </>
  );
}
