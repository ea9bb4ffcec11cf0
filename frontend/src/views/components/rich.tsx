/** A text with words of the glossary in it, written as `[[auc|area under the curve]]`. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t, tDynamic } from "../../text";

const TERM = /\[\[([\w-]+)\|([^\]]+)\]\]/;

export function Rich(props: { text: string }): JSX.Element {
  const parts = props.text.split(TERM);
  // split() puts the two groups of every match between the plain parts.
  return (
    <>
      {parts.map((part, index) => {
        if (index % 3 === 0) return part;
        return index % 3 === 1 ? <Term key={index} id={part} word={parts[index + 1]} /> : null;
      })}
    </>
  );
}

/** A word that explains itself when it is pressed. */
export function Term(props: { id: string; word: string }): JSX.Element {
  const place = useId();
  const name = tDynamic(`glossary.${props.id}.name`);
  return (
    <>
      <button type="button" class="term" popovertarget={place}>
        {props.word}
      </button>
      <span id={place} popover="auto" class="definition">
        <strong>{name}</strong>
        <span>{tDynamic(`glossary.${props.id}.text`)}</span>
        <button type="button" popovertarget={place} popovertargetaction="hide">
          {t("glossary.close")}
        </button>
      </span>
    </>
  );
}
