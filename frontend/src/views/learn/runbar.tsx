/** Train, pause, step, reset, and where the training stands. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { rateTrouble } from "../../model/lossReading";
import type { EarlyStopped, HandEdit } from "../../model/types";
import { isNetworkModel, LIMITS } from "../../choices";
import { t, tDynamic } from "../../text";
import { useHunt } from "../context";
import { formatNumber } from "../format";
import { lossText } from "./names";

/** A screen reader hears about a running training once in so many epochs or trees. */
const SPOKEN_EVERY = 50;

export function RunBar(props: { canTrain: boolean; blind: number | null }): JSX.Element {
  const hunt = useHunt();
  const { training } = hunt;
  const { model } = hunt.state;
  const running = training.state === "running";
  const finished = training.epoch >= LIMITS.epochs.high;
  const stopped = training.state === "failed" || training.state === "diverged";
  const usable = props.canTrain && !stopped && !finished && !training.isComplete;
  const step = (unit: "batch" | "epoch", name: string): JSX.Element => (
    <button type="button" disabled={!usable} onClick={() => training.step(unit)}>
      {name}
    </button>
  );
  return (
    <section class="card run-bar" aria-label={t("learn.run")}>
      <div class="buttons">
        <button
          type="button"
          class="primary train"
          disabled={!usable && !running}
          onClick={() => (running ? hunt.pause() : hunt.train())}
        >
          <span class={running ? "icon-pause" : "icon-play"} aria-hidden="true" />
          {t(running ? "learn.pause" : "learn.train")}
        </button>
        {isNetworkModel(model) && step("batch", t("learn.step.batch"))}
        {step("epoch", t(isNetworkModel(model) ? "learn.step.epoch" : `learn.step.${model}`))}
        <button type="button" disabled={!props.canTrain} onClick={() => hunt.resetTraining(0)}>
          {t("learn.reset")}
        </button>
      </div>
      <p class="state-line" aria-hidden="true">
        {stateLine(hunt)}
      </p>
      <Spoken line={stateLine(hunt)} state={training.state} epoch={training.epoch} />
      {props.canTrain && <Trouble hunt={hunt} finished={finished} blind={props.blind} />}
    </section>
  );
}

/** "Epoch 12, training loss 0.523, validation loss 0.541" */
function stateLine(hunt: Hunt): string {
  const { training } = hunt;
  const last = training.history.at(-1);
  if (last === undefined)
    return t(training.state === "failed" ? "learn.state.none" : "learn.state.new");
  const values = {
    epoch: formatNumber(Math.floor(last.epoch), 4),
    batch: training.batch,
    training: lossText(last.training),
    validation: lossText(last.validation),
    seed: hunt.state.network.seed,
  };
  const { model } = hunt.state;
  if (!isNetworkModel(model)) {
    return t(`learn.state.${training.epoch > 0 ? "grown" : "start"}.${model}`, values);
  }
  if (training.stopped !== null) return stoppedText(training.stopped);
  if (!Number.isInteger(last.epoch)) return t("learn.state.batch", values);
  if (training.epoch > 0) return t("learn.state.epoch", values);
  if (training.edit !== null) return editedText(training.edit, values);
  return t(hunt.state.opened === null ? "learn.state.untrained" : "learn.state.opened", values);
}

/** An early stop: the losses are those of the weights that were put back. */
function stoppedText({ epoch, best }: EarlyStopped): string {
  return t("learn.state.stopped", {
    epoch: formatNumber(epoch, 4),
    best: formatNumber(best.epoch, 4),
    training: lossText(best.training),
    validation: lossText(best.validation),
  });
}

/** Changed by hand, and not trained since. */
function editedText(
  { before }: HandEdit,
  now: { readonly training: string; readonly validation: string },
): string {
  const then = lossText(before.validation);
  return t("learn.state.edited", { ...now, before: then });
}

/** The same line for a screen reader: while the model learns now and then, not at every epoch. */
function Spoken(props: { line: string; state: string; epoch: number }): JSX.Element {
  const { line, state, epoch } = props;
  const [said, setSaid] = useState("");
  const latest = useRef(line);
  latest.current = line;
  const occasion = state === "running" ? `${state} ${Math.floor(epoch / SPOKEN_EVERY)}` : line;
  useEffect(() => setSaid(latest.current), [occasion]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}

/** What stopped the training, and what to try. */
function Trouble(props: {
  hunt: Hunt;
  finished: boolean;
  blind: number | null;
}): JSX.Element | null {
  const { training, state } = props.hunt;
  if (training.state === "diverged") {
    const rate = formatNumber(state.network.learningRate);
    const smaller = formatNumber(state.network.learningRate / 10, 2);
    return <p class="warning">{t("learn.diverged", { rate, smaller })}</p>;
  }
  // A worker that is gone is said at the top of every stop.
  if (training.state === "failed" && training.reason !== "worker") {
    return <p class="warning">{tDynamic(`learn.failed.${training.reason ?? "internal"}`)}</p>;
  }
  const { model } = state;
  // A single tree has no learning rate.
  const trouble = model === "tree" ? null : rateTrouble(training.history, props.blind);
  if (trouble !== null) {
    const first = lossText(training.history[0].training);
    const last = lossText(training.history.at(-1)?.training ?? Number.NaN);
    const { learningRate } = isNetworkModel(model) ? state.network : state.trees;
    const rate = formatNumber(learningRate);
    const blind = lossText(props.blind ?? Number.NaN);
    return <p class="warning">{t(`learn.rate.${trouble}`, { first, last, rate, blind })}</p>;
  }
  if (training.stopped !== null) {
    const n = state.network.earlyStop;
    return <p class="help">{t("learn.stopped.help", { n })}</p>;
  }
  if (training.isComplete && !isNetworkModel(model)) {
    return <p class="help">{t(`learn.complete.${model}`)}</p>;
  }
  if (!props.finished) return null;
  return (
    <p class="help">
      {t(`learn.finished.${model === "linear" ? "network" : model}`, { n: LIMITS.epochs.high })}
    </p>
  );
}
