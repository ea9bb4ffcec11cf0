/** The model's part of the notebook: the same inputs, events, settings and seed. */
import { t } from "../text";
import { same } from "./compare";
import { type Cell, code, markdown } from "./document";
import type { Path, ToldModel } from "./path";
import { call, dictionary, python, rawJson } from "./python";

/** Nothing where no model was trained. */
export function modelCells(path: Path): Cell[] {
  const { model } = path;
  if (model === null) return [];
  const told = markdown(
    "model-told",
    `## ${t("notebook.model.title")}`,
    t(`notebook.model.${isLinear(model) ? "linear" : model.kind}`),
    ...(model.kind === "file" ? [] : [t("notebook.split")]),
    ...(path.onlyPassing ? [t("notebook.model.passing")] : []),
  );
  if (model.kind === "file") return [told, code("model", ...fileLines(path, model.file))];
  return [told, code("inputs", ...inputLines(path)), code("model", ...trainingLines(model))];
}

function inputLines({ inputs, onlyPassing }: Path): string[] {
  const events = onlyPassing ? "kept" : "hunted";
  return [
    "inputs = [",
    ...inputs.map((name) => `    ${python(name)},`),
    "]",
    `table = fs.features(${events}, inputs)`,
    'divided = fs.split(table, "hash")',
    "divided",
  ];
}

function fileLines({ onlyPassing }: Path, file: string): string[] {
  return [
    "from fivesigma.learning.exchange.network_file import decode_network",
    "from fivesigma.workflow.scored import scored_by",
    "",
    `network = decode_network(${rawJson(file)})`,
    `table = fs.features(${onlyPassing ? "kept" : "hunted"}, list(network.inputs))`,
    "trained = scored_by(table, network)",
    "trained",
  ];
}

function isLinear(model: ToldModel): boolean {
  return model.kind === "network" && model.choice.layers.length === 0;
}

type TrainedModel = Exclude<ToldModel, { readonly kind: "file" }>;

function trainingLines(model: TrainedModel): string[] {
  switch (model.kind) {
    case "network":
      return networkLines(model);
    case "boosted-trees":
      return boostedLines(model);
    case "tree":
      return treeLines(model);
  }
}

function weighting(useWeights: boolean): string {
  return `weighting=${python(useWeights ? "balanced" : "none")}`;
}

function networkLines({ choice, epochs, loss }: TrainedModel & { kind: "network" }): string[] {
  const { layers, activation, optimiser, learningRate, batchSize, useWeights, seed } = choice;
  const { l1, l2, dropout } = choice;
  const parameters = dictionary({
    layers: { tuple: layers },
    activation,
    optimiser,
    learning_rate: learningRate,
    batch_size: batchSize,
    ...(l1 > 0 && { l1 }),
    ...(l2 > 0 && { l2 }),
    ...(dropout > 0 && { dropout }),
    epochs,
  });
  return [
    `parameters = ${parameters}`,
    `trained = ${call("fs.train", ["divided", 'model="network"', `seed=${seed}`, weighting(useWeights), "parameters=parameters"])}`,
    ...lossLines(loss),
  ];
}

function boostedLines(model: TrainedModel & { kind: "boosted-trees" }): string[] {
  const { choice, seed, useWeights, trees, loss } = model;
  const settings = [
    `n_trees=${trees}`,
    `max_depth=${choice.maxDepth}`,
    `learning_rate=${choice.learningRate}`,
    `subsample=${choice.subsample}`,
    `seed=${seed}`,
  ];
  return [
    "from fivesigma.learning.estimators.grown_trees import BoostedTreesClassifier",
    "",
    `trees = ${call("BoostedTreesClassifier", settings)}`,
    `trained = fs.train(divided, model=trees, ${weighting(useWeights)})`,
    ...lossLines(loss),
  ];
}

function treeLines({ maxDepth, questions, useWeights }: TrainedModel & { kind: "tree" }): string[] {
  return [
    "from fivesigma.learning.estimators.grown_trees import QuestionTreeClassifier",
    "",
    `tree = QuestionTreeClassifier(questions=${questions}, max_depth=${maxDepth})`,
    `trained = fs.train(divided, model=tree, ${weighting(useWeights)})`,
    "trained",
  ];
}

function lossLines({
  training,
  validation,
}: (TrainedModel & { kind: "network" })["loss"]): string[] {
  return [
    "course = trained.training.histories[0]",
    same(t("notebook.loss.training"), training, "course.training_loss[-1]"),
    same(t("notebook.loss.validation"), validation, "course.validation_loss[-1]"),
  ];
}
