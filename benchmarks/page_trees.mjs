// Grows trees in Node as the page's worker does; prints CPU seconds, losses and scores, as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, data, changes, nTrees, nRounds] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const { decodeColumnar } = await load("columnar");
const { TreeTrainer } = await load("treeTraining");

const file = readFileSync(data);
const dataset = decodeColumnar(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
const config = {
  model: "boosted-trees",
  features: dataset.features.map((_, index) => index),
  useWeights: false,
  seed: 1,
  signal: 1,
  backgrounds: [0],
  learningRate: 0.1,
  minEvents: 20,
  minCurvature: 1e-3,
  l2: 0,
  subsample: 1,
  maxLeaves: 4096,
  ...JSON.parse(changes),
};
const split = { n_folds: 2, train: [0], validation: [1], test: [] };

let trainer = null;
const times = Array.from({ length: Number(nRounds) }, () => {
  const before = process.cpuUsage().user;
  trainer = new TreeTrainer(dataset, split, config, null);
  for (let tree = 0; tree < Number(nTrees); tree++) trainer.step();
  return (process.cpuUsage().user - before) / 1e6;
}).sort((a, b) => a - b);
const { training, validation } = trainer.lossPoint();
console.log(
  JSON.stringify({
    seconds: times[times.length >> 1],
    slowest_seconds: times[times.length - 1],
    training,
    validation,
    scores: [...trainer.scoreAll()],
  }),
);
