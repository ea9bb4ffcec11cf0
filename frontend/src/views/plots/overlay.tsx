/** The layer over a plot where a pointer drags and handles lie. */
import type { ComponentChildren, CSSProperties, JSX, TargetedPointerEvent } from "preact";
import { MARGIN } from "./plot";
import type { Area } from "./plot";

/** The part of the page that a plot's picture covers, within its axes. */
export function overArea(area: Area): CSSProperties {
  return {
    left: `${MARGIN.left}px`,
    top: `${MARGIN.top}px`,
    width: `${area.width}px`,
    height: `${area.height}px`,
  };
}

/** Follows a pressed pointer: `onFollow` gets its place, in pixels from the top left corner. */
export function DragLayer(props: {
  area: Area;
  class: string;
  onFollow: (x: number, y: number) => void;
  children: ComponentChildren;
}): JSX.Element {
  const follow = (event: TargetedPointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    props.onFollow(event.clientX - box.left, event.clientY - box.top);
  };
  return (
    <div
      class={props.class}
      style={overArea(props.area)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
    >
      {props.children}
    </div>
  );
}
