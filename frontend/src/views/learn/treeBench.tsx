/** The trees, their loss, and the way of one event through them: all that moves while they grow. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TreeModel } from "../../choices";
import type { Hunt } from "../../hunt";
import { sigmoid } from "../../model/activation";
import { logOdds, pathOf, type TreeState } from "../../model/treeTraining";
import type { FeatureFacts } from "../../model/types";
import "../../styles/trees.css";
import { t } from "../../text";
import { NumberField } from "../components/controls";
import { formatCount } from "../format";
import { AttemptTable } from "./attempts";
import { EventChooser } from "./event";
import { chosenInputs, eventValues, useFollowed } from "./follow";
import { Loss } from "./loss";
import { termNumber } from "./names";
import { planeOf } from "./plane";
import { Surface } from "./surface";
import { answerText, questionText, TreeDrawing } from "./tree";

export function TreeBench(props: {
  hunt: Hunt;
  model: TreeModel;
  blind: number | null;
}): JSX.Element {
  const { hunt, model, blind } = props;
  const { trees, history, lossError } = hunt.training;
  const followed = useFollowed(hunt);
  const values = eventValues(hunt, followed.event);
  const inputs = chosenInputs(hunt);
  const plane = planeOf(hunt, inputs);
  const sum = trees === null || values.length === 0 ? null : logOdds(trees, values);
  return (
    <>
      <section class="card tree-card" aria-label={t("learn.tree.card")}>
        <EventChooser followed={followed} score={sum === null ? null : sigmoid(sum)} />
        {trees === null || trees.trees.length === 0 ? (
          <p>{t("learn.tree.none")}</p>
        ) : (
          <OneOf trees={trees} inputs={inputs} values={values} />
        )}
      </section>
      <div class="learn-side">
        <Loss {...{ model, history, blind }} error={lossError} />
        <section class="card tree-sum" aria-label={t("learn.sum.title")}>
          <h2>{t("learn.sum.title")}</h2>
          <p>{t(`learn.sum.${model}`)}</p>
          {trees !== null && sum !== null && <Sum trees={trees} sum={sum} />}
        </section>
        <AttemptTable hunt={hunt} />
      </div>
      <Surface {...{ hunt, inputs, values, plane }} />
    </>
  );
}

/** The tree that is drawn: the latest, as long as the reader asks for no other. */
function OneOf(props: {
  trees: TreeState;
  inputs: readonly FeatureFacts[];
  values: readonly number[];
}): JSX.Element {
  const { trees, inputs, values } = props;
  const { model, edges } = trees;
  const [wanted, choose] = useState<number | null>(null);
  const n = trees.trees.length;
  const number = Math.min(wanted ?? n, n);
  const tree = trees.trees[number - 1];
  const path = values.length === 0 ? [] : pathOf(tree, edges, values);
  const leaf = path.at(-1);
  const nLeaves = tree.column.reduce((count, column) => count + Number(column < 0), 0);
  const isStump = nLeaves === 1;
  const about = {
    number,
    n,
    questions: nLeaves - 1,
    leaves: nLeaves,
    first: isStump ? "" : questionText({ tree, edges, inputs }, 0),
  };
  return (
    <>
      {model === "boosted-trees" && <TreeChooser {...{ number, n }} onChoose={choose} />}
      <p class="tree-about">
        {t(isStump ? "learn.tree.stump" : `learn.tree.about.${model}`, about)}{" "}
        {leaf !== undefined &&
          t(`learn.tree.ends.${model}`, { answer: answerText(model, tree, leaf) })}
      </p>
      <TreeDrawing {...{ model, tree, edges, inputs, path }} />
      <p class="soft">{t(`learn.tree.legend.${model}`)}</p>
    </>
  );
}

function TreeChooser(props: {
  number: number;
  n: number;
  onChoose: (number: number | null) => void;
}): JSX.Element {
  const { number, n, onChoose } = props;
  return (
    <div class="buttons tree-chooser" role="group" aria-label={t("learn.tree.which")}>
      <button type="button" disabled={number <= 1} onClick={() => onChoose(number - 1)}>
        {t("learn.event.previous")}
      </button>
      <NumberField
        label={t("learn.tree.number")}
        value={number}
        limits={{ low: 1, high: n, integer: true }}
        onChange={onChoose}
      />
      <button type="button" disabled={number >= n} onClick={() => onChoose(number + 1)}>
        {t("learn.event.next")}
      </button>
      <button type="button" disabled={number >= n} onClick={() => onChoose(null)}>
        {t("learn.tree.latest")}
      </button>
    </div>
  );
}

/** The followed event's way to its score, in numbers that can be checked. */
function Sum({ trees, sum }: { trees: TreeState; sum: number }): JSX.Element | null {
  const score = termNumber(sigmoid(sum));
  if (trees.model === "tree") return <p>{t("learn.sum.share", { score })}</p>;
  return (
    <div class="neuron-result">
      <div>{t("learn.sum.start", { start: termNumber(trees.start) })}</div>
      <div>
        {t("learn.sum.answers", {
          n: formatCount(trees.trees.length),
          answers: termNumber(sum - trees.start),
        })}
      </div>
      <div>
        <strong>{t("learn.sum.score", { z: termNumber(sum), score })}</strong>
      </div>
    </div>
  );
}
