// Trains in Node as the page's worker does; prints CPU seconds of an epoch, as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, data, layers, nEpochs] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const { decodeColumnar } = await load("columnar");
const { Trainer } = await load("training");
const { useSumProducts } = await load("kernels");
const { compileSumProducts } = await load("simd");
useSumProducts(compileSumProducts());

const file = readFileSync(data);
const dataset = decodeColumnar(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
const config = {
  features: dataset.features.map((_, index) => index),
  layers: JSON.parse(layers),
  activation: "relu",
  optimiser: "adam",
  learningRate: 0.001,
  batchSize: 256,
  l1: 0,
  l2: 0,
  dropout: 0,
  earlyStop: 0,
  useWeights: false,
  seed: 1,
  signal: 1,
  backgrounds: [0],
};
const split = { n_folds: 10, train: [0], validation: [], test: [] };
const trainer = new Trainer(dataset, split, config, null);

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const cpu_s = (work) => {
  const before = process.cpuUsage().user;
  work();
  return (process.cpuUsage().user - before) / 1e6;
};
const epochs = [];
const losses = [];
for (let epoch = 0; epoch < Number(nEpochs); epoch++) {
  epochs.push(cpu_s(() => trainer.epoch()));
  losses.push(cpu_s(() => trainer.losses()));
}
console.log(
  JSON.stringify({
    epoch_s: median(epochs),
    of_which_losses_s: median(losses),
    loss: trainer.losses().training,
  }),
);
