// Moves a slider of the stop Decide in Node; prints milliseconds and significances, as JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [folder, file, nRounds] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const { measuredBins, withMetShift } = await load("measurement");
const { luminosityCurve, significanceOf, stairs } = await load("stairs");

const { samples, cases } = JSON.parse(readFileSync(file, "utf-8"));
const best = (act) => {
  const times = Array.from({ length: Number(nRounds) }, () => {
    const started = performance.now();
    act();
    return performance.now() - started;
  });
  return Math.min(...times);
};

const measured = cases.map((given) => {
  const sample = samples[given.sample];
  const selection = { threshold: given.threshold, passes: null };
  const scaled = (scores) => ({
    events: { scores, isSignal: sample.label, weights: sample.weight },
    selection,
  });
  const { bins: nominal } = measuredBins(scaled(sample.score).events, selection, given.n_bins_max);
  const bins = withMetShift(nominal, given.met_scale, scaled(sample.down), scaled(sample.up));
  const { background, luminosity, met_scale: metScale, factor } = given;
  const uncertain = { background, luminosity, metScale };
  const factors = Array.from({ length: 32 }, (_, i) => 300 ** (i / 31));
  const z = significanceOf(bins, factor, uncertain).value;
  return {
    z,
    stairs_ms: best(() => stairs(bins, factor, uncertain)),
    curve_ms: best(() => luminosityCurve(bins, factors, uncertain)),
    // Two significances a point of the curve.
    one_ms: best(() => luminosityCurve(bins, factors, uncertain)) / (2 * factors.length),
  };
});
console.log(JSON.stringify(measured));
