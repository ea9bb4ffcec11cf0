// Moves cuts in Node as the page does; prints milliseconds of a move, as JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [folder, data, nBins, nMoves] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const { decodeColumnar } = await load("columnar");
const { CrossFilter } = await load("crossfilter");
const { Random } = await load("random");

const file = readFileSync(data);
const dataset = decodeColumnar(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
const features = dataset.featureNames.map((name) => ({ name, low: -3, high: 3, n_bins: +nBins }));

const started = performance.now();
const filter = new CrossFilter(dataset, features);
const build_ms = performance.now() - started;

/** Milliseconds of each of many moves of the lower handle of one variable after the other. */
const moves = (place) =>
  Array.from({ length: Number(nMoves) }, (_, move) => {
    const feature = Math.floor(move / 100) % features.length;
    const low = place(move);
    const start = performance.now();
    filter.setInterval(feature, { low, high: null });
    return performance.now() - start;
  }).sort((a, b) => a - b);

const random = new Random(1);
const summary = (sorted) => ({
  median_ms: sorted[sorted.length >> 1],
  p95_ms: sorted[Math.floor(0.95 * sorted.length)],
});
// The cuts on the other variables keep about half of the events.
features.forEach((_, feature) => filter.setInterval(feature, { low: -1.5, high: null }));
const drag = summary(moves((move) => -2 + (move % 100) / 100));
features.forEach((_, feature) => filter.setInterval(feature, { low: -1.5, high: null }));
const jump = summary(moves(() => -2 + 2 * random.uniform()));

// What the page shows at the end, so that the peer's numbers can be compared with them.
features.forEach((_, feature) => filter.setInterval(feature, { low: -1.5, high: null }));
const sums = dataset.processes.map((_, process) => [...filter.histogram(0, process).sum]);
console.log(JSON.stringify({ build_ms, drag, jump, first_histogram: sums }));
