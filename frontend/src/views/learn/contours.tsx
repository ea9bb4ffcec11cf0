/** Lines of equal value over a field. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { contour, labelPlace } from "../../model/contour";
import type { Field } from "../../model/surface";

export interface Level {
  readonly value: number;
  /** Written on the line; "" for none. */
  readonly label: string;
  readonly class: string;
  /** Where the label stands, as a share of the height: those of different lines keep apart. */
  readonly height: number;
}

export function Contours(props: {
  field: Field;
  levels: readonly Level[];
  width: number;
  height: number;
}): JSX.Element {
  const { field, levels, width, height } = props;
  const key = levels.map(({ value, label }) => `${value} ${label}`).join();
  return useMemo(() => {
    const across = (x: number): number => (x / (field.nX - 1)) * width;
    const down = (y: number): number => height - (y / (field.nY - 1)) * height;
    return (
      <g class="contours">
        {levels.map((level) => {
          const segments = contour(field, level.value);
          const place = level.label === "" ? null : labelPlace(segments, level.height * field.nY);
          const path = segments.map(
            ([x1, y1, x2, y2]) =>
              `M${across(x1).toFixed(1)},${down(y1).toFixed(1)}L${across(x2).toFixed(1)},${down(y2).toFixed(1)}`,
          );
          return (
            <g key={`${level.class}${level.value}`} class={level.class}>
              <path d={path.join("")} />
              {place !== null && (
                <text
                  x={Math.min(width - 26, Math.max(26, across(place[0])))}
                  y={Math.min(height - 6, Math.max(12, down(place[1]))) + 4}
                  text-anchor="middle"
                >
                  {level.label}
                </text>
              )}
            </g>
          );
        })}
      </g>
    );
  }, [field, key, width, height]);
}
