/** Every word of the hunt in one place. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { language, t, tDynamic, textKeys } from "../../text";
import { numberLocale } from "../../text/languages";

const NAME = /^glossary\.([\w-]+)\.name$/;

export function Glossary(props: { onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const terms = textKeys()
    .flatMap((key) => NAME.exec(key)?.[1] ?? [])
    .map((term) => ({
      term,
      name: tDynamic(`glossary.${term}.name`),
      text: tDynamic(`glossary.${term}.text`),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, numberLocale(language())));
  return (
    <dialog ref={dialog} class="glossary" aria-labelledby="glossary-title" onClose={props.onClose}>
      <h2 id="glossary-title">{t("glossary.title")}</h2>
      <p class="soft">{t("glossary.help")}</p>
      <form method="dialog">
        <button type="submit">{t("glossary.close")}</button>
      </form>
      <dl>
        {terms.map(({ term, name, text }) => (
          <div key={term}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
