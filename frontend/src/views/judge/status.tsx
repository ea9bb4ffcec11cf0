/** Which network is being judged, on which events; or what to do where there is none. */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { isNetworkModel, type ModelName } from "../../choices";
import type { Hunt } from "../../hunt";
import type { StoredNetwork } from "../../model/exchange";
import { t } from "../../text";
import type { TextKey } from "../../text";
import { Sandboxed } from "../components/intro";
import { useHunt } from "../context";
import { formatCount, formatNumber } from "../format";
import { foldsText } from "../learn/names";
import type { NoVerdict, Verdict } from "./verdict";

/** Why there is nothing to judge yet, and the way to change that. */
export function NothingToJudge(props: { reason: NoVerdict["kind"] }): JSX.Element {
  const hunt = useHunt();
  // There the model is on the same page, above.
  const isSandboxed = useContext(Sandboxed);
  if (props.reason === "waiting") {
    return (
      <p class="card" role="status">
        {t("judge.waiting")}
      </p>
    );
  }
  return (
    <section class="card nothing-to-judge" aria-label={t(`judge.${props.reason}.title`)}>
      <h2>{t(`judge.${props.reason}.title`)}</h2>
      <p>{t(textKey(props.reason, hunt.state.model))}</p>
      {!isSandboxed && (
        <button type="button" class="primary" onClick={() => hunt.update({ stop: "learn" })}>
          {t("judge.tolearn")}
        </button>
      )}
    </section>
  );
}

function textKey(reason: Exclude<NoVerdict["kind"], "waiting">, model: ModelName): TextKey {
  const isUngrown = reason === "untrained" && !isNetworkModel(model);
  return isUngrown ? "judge.untrained.text.trees" : `judge.${reason}.text`;
}

function judgedOnKey(epochs: number, opened: StoredNetwork | null, model: ModelName): TextKey {
  if (!isNetworkModel(model)) return `judge.on.${model}`;
  if ((opened?.training.edited ?? 0) > 0) return "judge.on.edited";
  if (opened !== null) return epochs === 0 ? "judge.on.opened" : "judge.on.opened.more";
  if (model === "linear") return "judge.on.linear";
  if (epochs === 0) return "judge.on.started";
  return epochs === 1 ? "judge.on.one" : "judge.on";
}

/** Whether anything was chosen with the events that judge, as far as this page knows. */
function chosenKey({ state }: Hunt, { isByHand }: Verdict): TextKey | null {
  if (isByHand) return "judge.on.byhand";
  const hasCuts = state.network.onlyPassing && Object.keys(state.cuts).length > 0;
  if (hasCuts) return "judge.on.bycuts";
  // Who trained a network elsewhere may have looked at any of them.
  return state.opened === null ? "judge.on.unused" : null;
}

/** "The network after 40 epochs, on 7,012 simulated events it has never seen …" */
export function JudgedOn(props: { verdict: Verdict }): JSX.Element {
  const hunt = useHunt();
  const { events } = props.verdict;
  // After an early stop the weights are those of an earlier epoch.
  const epochs = hunt.training.stopped?.best.epoch ?? props.verdict.epochs;
  const count = events.weights.test.reduce((n, weight) => n + (weight === 0 ? 0 : 1), 0);
  const values = {
    epochs: formatCount(epochs),
    count: formatCount(count),
    luminosity: formatNumber(hunt.datasetFacts.luminosity_ifb),
    seen: foldsText(hunt.split.train),
    unseen: foldsText(hunt.split.test),
  };
  const chosen = chosenKey(hunt, props.verdict);
  const isRunning = hunt.training.state === "running";
  return (
    <div class="judged-on">
      <p>{t(judgedOnKey(epochs, hunt.state.opened, hunt.state.model), values)}</p>
      {chosen !== null && <p>{t(chosen)}</p>}
      {hunt.state.network.onlyPassing && <p>{t("judge.on.passing")}</p>}
      {isRunning && <p>{t("judge.on.running")}</p>}
      <p class="soft">{t("judge.expected")}</p>
    </div>
  );
}
