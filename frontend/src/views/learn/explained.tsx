/** A setting whose meaning is one click away, so that the settings stay short. */
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../../text";

export function Explained(props: {
  /** What is explained, for those who hear the page. */
  readonly name: string;
  readonly meaning: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div class="explained">
      {props.children}
      <button
        type="button"
        class="quiet explain"
        aria-expanded={open}
        aria-controls={id}
        aria-label={t("learn.explain", { name: props.name })}
        onClick={() => setOpen(!open)}
      >
        ?
      </button>
      <p id={id} class="help" hidden={!open}>
        {props.meaning}
      </p>
    </div>
  );
}
