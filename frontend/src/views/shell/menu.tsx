/** What is needed now and then: language, colours, progress, glossary, and the other pages. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { PALETTES } from "../../journal/content";
import type { Palette } from "../../journal/content";
import { language, t } from "../../text";
import { LANGUAGES } from "../../text/languages";
import { ownName } from "../../text/ownName";
import { Select } from "../components/controls";
import { useHunt } from "../context";
import { Glossary } from "./glossary";
import { ProgressFile } from "./progress";

export function Menu(): JSX.Element {
  const place = useId();
  return (
    <>
      <button type="button" class="menu-button" popovertarget={place}>
        <span aria-hidden="true">☰</span> {t("menu.title")}
      </button>
      <section id={place} popover="auto" class="menu" aria-label={t("menu.title")}>
        <Reading />
        <ProgressFile />
        <Places />
      </section>
    </>
  );
}

function Reading(): JSX.Element {
  const hunt = useHunt();
  const { palette } = hunt.journal.content.preferences;
  const spoken = language();
  const languages = LANGUAGES.some((code) => code === spoken) ? LANGUAGES : [spoken, ...LANGUAGES];
  const choosePalette = (chosen: Palette): void =>
    hunt.journal.update("preferences", (before) => ({ ...before, palette: chosen }));
  return (
    <section>
      <h2>{t("menu.reading")}</h2>
      <div class="row">
        <Select
          label={t("menu.language")}
          value={spoken}
          options={languages.map((code) => ({
            value: code,
            label: code.startsWith("x-") ? code : ownName(code),
          }))}
          onChange={(code) => void hunt.chooseLanguage(code)}
        />
        <Select
          label={t("menu.palette")}
          value={palette}
          options={PALETTES.map((value) => ({ value, label: t(`menu.palette.${value}`) }))}
          onChange={choosePalette}
        />
      </div>
    </section>
  );
}

function Places(): JSX.Element {
  const hunt = useHunt();
  const { stop } = hunt.state;
  const [isOpen, setOpen] = useState(false);
  const isAside = stop === "sandbox" || stop === "teacher";
  return (
    <section>
      <h2>{t("menu.more")}</h2>
      <div class="menu-places">
        <button type="button" onClick={() => setOpen(true)}>
          {t("menu.glossary")}
        </button>
        {isAside && (
          <button type="button" onClick={() => hunt.visit("collide")}>
            {t("menu.hunt")}
          </button>
        )}
        {stop !== "sandbox" && (
          <button type="button" onClick={() => hunt.update({ stop: "sandbox" })}>
            {t("menu.sandbox")}
          </button>
        )}
        {stop !== "teacher" && (
          <button type="button" onClick={() => hunt.update({ stop: "teacher" })}>
            {t("menu.teacher")}
          </button>
        )}
      </div>
      {isOpen && <Glossary onClose={() => setOpen(false)} />}
    </section>
  );
}
