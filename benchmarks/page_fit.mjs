// Fits models in Node as the page does; prints milliseconds and significances, as JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [folder, file, nRounds] = process.argv.slice(2);
const { fitModel, profileSignificance } = await import(pathToFileURL(`${folder}/fit.js`));

const cases = JSON.parse(readFileSync(file, "utf-8")).map((given) => {
  const sources = given.systematics.map(({ name, norm, shape }) => ({
    name,
    norm: new Map(norm),
    shape: new Map(shape),
  }));
  const { is_signal: isSignal, sum, sum_squares: sumSquares } = given;
  const started = performance.now();
  const z = profileSignificance(fitModel({ isSignal, sum, sumSquares }, sources), given.observed);
  const first_ms = performance.now() - started;
  return {
    model: fitModel({ isSignal, sum, sumSquares }, sources),
    observed: given.observed,
    z,
    first_ms,
  };
});

for (const one of cases) {
  const times = Array.from({ length: Number(nRounds) }, () => {
    const started = performance.now();
    profileSignificance(one.model, one.observed);
    return performance.now() - started;
  });
  one.ms = Math.min(...times);
}
console.log(JSON.stringify(cases.map(({ z, ms, first_ms }) => ({ z, ms, first_ms }))));
