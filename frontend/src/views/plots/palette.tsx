/** Petroff's colours and, never colour alone, a hatch for each process. */
import type { JSX } from "preact";
import type { DatasetFacts } from "../../model/types";

export interface Ink {
  /** CSS colour variable. */
  readonly colour: string;
  /** Fill of an area: the colour with its hatch. */
  readonly fill: string;
}

const BACKGROUND_INKS = ["blue", "orange", "purple", "grey", "teal", "brown"] as const;

/** All backgrounds drawn as one. */
export const BACKGROUND_INK: Ink = { colour: "var(--ink-blue)", fill: "url(#hatch-blue)" };

/** The ink of a process: signals are red and solid, backgrounds take the others in turn. */
export function inkOf(dataset: DatasetFacts, process: string): Ink {
  const backgrounds = dataset.processes.filter((p) => p.kind === "background");
  const index = backgrounds.findIndex((p) => p.name === process);
  const name = index < 0 ? "red" : BACKGROUND_INKS[index % BACKGROUND_INKS.length];
  return { colour: `var(--ink-${name})`, fill: `url(#hatch-${name})` };
}

/** Lines of each hatch in an 8×8 tile. */
const HATCHES: Readonly<Record<string, string>> = {
  red: "",
  blue: "M-2,2l4,-4M0,8l8,-8M6,10l4,-4",
  orange: "M0,4h8",
  purple: "M4,0v8",
  grey: "M-2,6l4,4M0,0l8,8M6,-2l4,4",
  teal: "M0,4h8M4,0v8",
  brown: "M3,4a1,1 0 1 0 2,0a1,1 0 1 0 -2,0",
};

/** All hatches, once a page; areas refer to them by id. */
export function Hatches(): JSX.Element {
  return (
    <svg class="definitions" aria-hidden="true" width="0" height="0">
      <defs>
        {Object.entries(HATCHES).map(([name, path]) => (
          <pattern
            key={name}
            id={`hatch-${name}`}
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
          >
            <rect width="8" height="8" fill={`var(--ink-${name})`} />
            <path d={path} stroke="var(--hatch)" stroke-width="1.2" fill="none" />
          </pattern>
        ))}
        <pattern id="hatch-removed" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill="var(--removed)" />
          <path d="M-2,2l4,-4M0,6l6,-6M4,8l4,-4" stroke="var(--removed-line)" stroke-width="1" />
        </pattern>
      </defs>
    </svg>
  );
}

/** A small square of a process's ink, for legends and tables. */
export function Swatch(props: { ink: Ink }): JSX.Element {
  return (
    <svg class="swatch" width="16" height="16" aria-hidden="true">
      <rect width="16" height="16" rx="3" fill={props.ink.fill} />
    </svg>
  );
}
