/** A variable's name that says what it means when it is pointed at, focused or pressed. */
import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import type { FeatureFacts } from "../../model/types";

/** Time to move the pointer from the name to the definition before it goes. */
const PATIENCE_MS = 300;

export function Definition(props: {
  feature: FeatureFacts;
  children: ComponentChildren;
}): JSX.Element {
  const { feature, children } = props;
  const box = useRef<HTMLSpanElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const show = (): void => {
    clearTimeout(leaving.current);
    if (box.current?.matches(":popover-open") === false) box.current.showPopover();
  };
  const hide = (): void => {
    clearTimeout(leaving.current);
    if (box.current?.matches(":popover-open") === true) box.current.hidePopover();
  };
  const leave = (): void => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(hide, PATIENCE_MS);
  };
  return (
    <>
      <button
        type="button"
        class="term"
        onClick={show}
        onFocus={show}
        onBlur={hide}
        onPointerEnter={(event) => event.pointerType === "mouse" && show()}
        onPointerLeave={leave}
      >
        {children}
      </button>
      <span
        ref={box}
        popover="auto"
        class="definition"
        onPointerEnter={() => clearTimeout(leaving.current)}
        onPointerLeave={leave}
      >
        <strong>
          {feature.label} <span class="soft">{feature.symbol}</span>
        </strong>
        <span>{feature.meaning}</span>
      </span>
    </>
  );
}
