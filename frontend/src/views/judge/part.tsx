/** One question of this stop, folded away until somebody asks it; only then is it worked on. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { PartName } from "../../judgingRoom";
import { t } from "../../text";
import { useHunt } from "../context";

/** Stays open when the model changes, and when the reader comes back. `title`: the rank of its heading. */
export function Part(props: {
  name: PartName;
  title?: "h2" | "h3";
  children: ComponentChildren;
}): JSX.Element {
  const { name, title: Title = "h2" } = props;
  const { openParts } = useHunt().judging;
  const [open, setOpen] = useState(openParts.has(name));
  const follow = (isOpen: boolean): void => {
    if (isOpen) openParts.add(name);
    else openParts.delete(name);
    setOpen(isOpen);
  };
  return (
    <details
      class="card judge-part"
      open={open}
      onToggle={(event) => follow(event.currentTarget.open)}
    >
      <summary>
        <Title>{t(`judge.part.${name}`)}</Title>
        <span class="soft">{t(`judge.part.${name}.about`)}</span>
      </summary>
      {open && <div class="judge-part-body">{props.children}</div>}
    </details>
  );
}
