/** The models tried so far, with the losses that may be compared. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import type { Attempt } from "../../model/attempts";
import { comparableKey, isSame } from "../../model/attempts";
import { isTreeConfig } from "../../model/protocol";
import type { ModelConfig, TrainingConfig } from "../../model/protocol";
import { t } from "../../text";
import { chosenPercent, formatNumber } from "../format";
import { lossText, shapeText } from "./names";

export function AttemptTable({ hunt }: { hunt: Hunt }): JSX.Element {
  const config = hunt.trainingConfig;
  const comparable = comparableKey(config, hunt.trainingEvents);
  const attempts = hunt.attempts.list.filter((attempt) => attempt.comparable === comparable);
  const others = hunt.attempts.list.length - attempts.length;
  const lowest = attempts.reduce(
    (low, { bestValidation }) => Math.min(low, bestValidation),
    Infinity,
  );
  return (
    <section class="card attempts" aria-label={t("learn.attempts.title")}>
      <h2>{t("learn.attempts.title")}</h2>
      {attempts.length === 0 && <p class="help">{t("learn.attempts.none")}</p>}
      {attempts.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t("learn.attempts.table")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("learn.attempts.model")}</th>
                <th scope="col">{t("learn.attempts.lowest")}</th>
                <th scope="col">{t("learn.attempts.at")}</th>
              </tr>
            </thead>
            <tbody>
              {attempts.map((attempt, index) => (
                <Row
                  key={index}
                  attempt={attempt}
                  isNow={hunt.state.opened === null && isSame(attempt, config, comparable)}
                  isLowest={attempts.length > 1 && attempt.bestValidation === lowest}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {others > 0 && <p class="help">{t("learn.attempts.others", { n: others })}</p>}
    </section>
  );
}

function Row(props: { attempt: Attempt; isNow: boolean; isLowest: boolean }): JSX.Element {
  const { config, bestValidation, bestEpoch, epochs } = props.attempt;
  return (
    <tr class={props.isNow ? "now" : ""}>
      <th scope="row">
        {nameOf(config)} {props.isNow && <span class="tag">{t("learn.attempts.now")}</span>}
        <span class="meaning soft">{detailsOf(config)}</span>
      </th>
      <td>
        {lossText(bestValidation)}
        {props.isLowest && <span class="meaning soft">{t("learn.attempts.best")}</span>}
      </td>
      <td>
        {t(`learn.attempts.step.${isTreeConfig(config) ? config.model : "network"}`, {
          epoch: formatNumber(bestEpoch, 3),
          all: formatNumber(epochs, 3),
        })}
      </td>
    </tr>
  );
}

/** "9–8–1", or the trees and their depth. */
export function nameOf(config: ModelConfig): string {
  return isTreeConfig(config)
    ? t(`learn.attempts.${config.model}`, { depth: config.maxDepth })
    : networkName(config);
}

/** How it learns, in a line. */
export function detailsOf(config: ModelConfig): string {
  if (!isTreeConfig(config)) return networkDetails(config);
  const inputs = t("learn.attempts.inputs", { n: config.features.length });
  if (config.model === "tree") return inputs;
  const { learningRate, subsample, seed } = config;
  const values = { rate: formatNumber(learningRate), part: chosenPercent(subsample), seed };
  return `${inputs}, ${t("learn.attempts.details.boosted-trees", values)}`;
}

function networkName({ features, layers }: TrainingConfig): string {
  if (layers.length === 0) return t("learn.attempts.linear");
  return shapeText([features.length, ...layers, 1]);
}

function networkDetails(config: TrainingConfig): string {
  const { l1, l2, dropout, earlyStop } = config;
  const isLinear = config.layers.length === 0;
  const details = t("learn.attempts.details", {
    optimiser: t(`learn.optimiser.${config.optimiser}`),
    rate: formatNumber(config.learningRate),
    batch: config.batchSize,
    seed: config.seed,
  });
  return [
    isLinear
      ? t("learn.attempts.inputs", { n: config.features.length })
      : t(`learn.activation.${config.activation}`),
    details,
    l1 > 0 && t("learn.hold.l1", { value: formatNumber(l1) }),
    l2 > 0 && t("learn.hold.l2", { value: formatNumber(l2) }),
    dropout > 0 && t("learn.hold.dropout", { value: chosenPercent(dropout) }),
    earlyStop > 0 && t("learn.hold.early", { n: earlyStop }),
  ]
    .filter((part) => part !== false)
    .join(", ");
}
