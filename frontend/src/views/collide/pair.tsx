/** Two collisions side by side, drawn to one scale. */
import type { ComponentChildren, JSX } from "preact";
import type { EventPicture } from "../../model/eventPicture";
import { EventDrawing, scaleFor } from "./drawing";
import { DrawnNumbers } from "./numbers";

export interface Shown {
  readonly picture: EventPicture;
  /** Which of the two. */
  readonly name: string;
  /** What it is, once told. */
  readonly caption?: ComponentChildren;
  /** Shown as the signal, as the background, or not told yet. */
  readonly kind: "signal" | "background" | "untold";
  readonly children?: ComponentChildren;
}

export function SideBySide(props: { shown: readonly Shown[] }): JSX.Element {
  const { shown } = props;
  const scale = scaleFor(shown.map(({ picture }) => picture));
  return (
    <>
      <div class="side-by-side">
        {shown.map(({ picture, name, caption, kind, children }) => (
          <figure key={name} class={`collision ${kind}`} aria-label={name}>
            <EventDrawing picture={picture} scale={scale} name={name} />
            <figcaption>
              <b>{name}</b>
              {caption !== undefined && <span>{caption}</span>}
            </figcaption>
            {children}
          </figure>
        ))}
      </div>
      <DrawnNumbers drawn={shown} />
    </>
  );
}
