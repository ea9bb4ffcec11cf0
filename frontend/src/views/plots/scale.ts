/** Maps values to pixels, and finds round ticks. */

export interface Scale {
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  (value: number): number;
  invert(pixel: number): number;
}

type Pair = readonly [number, number];

function build(kind: Scale["kind"], domain: Pair, range: Pair, warp: (v: number) => number): Scale {
  const [d0, d1] = [warp(domain[0]), warp(domain[1])];
  const span = d1 - d0 || 1;
  const unwarp = kind === "log" ? (v: number) => 10 ** v : (v: number) => v;
  const scale = (value: number): number =>
    range[0] + ((warp(value) - d0) / span) * (range[1] - range[0]);
  const invert = (pixel: number): number =>
    unwarp(d0 + ((pixel - range[0]) / (range[1] - range[0] || 1)) * span);
  return Object.assign(scale, { kind, domain, range, invert });
}

export function linearScale(domain: Pair, range: Pair): Scale {
  return build("linear", domain, range, (v) => v);
}

/** Values at or below the lower end of the domain are drawn there. */
export function logScale(domain: Pair, range: Pair): Scale {
  const floor = Math.max(domain[0], Number.MIN_VALUE);
  return build("log", [floor, domain[1]], range, (v) => Math.log10(Math.max(v, floor)));
}

/** Round numbers inside the domain, about `count` of them. */
export function ticks(scale: Scale, count: number): number[] {
  const [low, high] = scale.domain;
  if (scale.kind === "log") return logTicks(low, high);
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy((first + i) * step));
}

function logTicks(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / 6));
  return Array.from({ length: Math.max(0, Math.floor((last - first) / stride) + 1) }, (_, i) =>
    Number(`1e${first + i * stride}`),
  );
}

/** Takes the rounding noise of 0.1 + 0.2 away. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
