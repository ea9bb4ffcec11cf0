/** A link that presets what a class sees, and hides what it does not need. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { LIMITS } from "../../choices";
import {
  defaultState,
  HIDEABLE,
  type Hideable,
  type Place,
  PLACES,
  type State,
  writeState,
} from "../../state";
import { t, tDynamic } from "../../text";
import { type Language, LANGUAGES } from "../../text/languages";
import { ownName } from "../../text/ownName";
import { useCopy } from "../components/copy";
import { NumberField, Select, Toggle } from "../components/controls";
import { useHunt } from "../context";

/** What a teacher decides about a link. */
interface Wishes {
  readonly stop: Place;
  readonly language: Language | "own";
  readonly hidden: readonly Hideable[];
  readonly projector: boolean;
  /** Whether cuts, model and sliders come along. */
  readonly keep: boolean;
  /** Number of the pseudo-experiment that the whole class opens; null: each its own. */
  readonly experiment: number | null;
}

const START: Wishes = {
  stop: "collide",
  language: "own",
  hidden: [],
  projector: false,
  keep: false,
  experiment: null,
};

export function ClassLink(): JSX.Element {
  const hunt = useHunt();
  const [wishes, setWishes] = useState(START);
  const wish = (patch: Partial<Wishes>): void => setWishes({ ...wishes, ...patch });
  const fresh = defaultState(hunt.facts, hunt.state.dataset);
  const base: State = wishes.keep ? hunt.state : { ...fresh, signal: hunt.state.signal };
  const language = wishes.language === "own" ? null : wishes.language;
  const { stop, hidden, projector, experiment } = wishes;
  const fragment = writeState(
    { ...base, stop, hidden, projector, language, experiment },
    hunt.facts,
  );
  return (
    <section class="card class-link">
      <h2>{t("teacher.link")}</h2>
      <p class="help">{t("teacher.link.help")}</p>
      <div class="row">
        <Select
          label={t("teacher.link.stop")}
          value={stop}
          options={PLACES.map((value) => ({ value, label: t(`stop.${value}`) }))}
          onChange={(chosen) => wish({ stop: chosen })}
        />
        <Select
          label={t("teacher.link.language")}
          value={wishes.language}
          options={[
            { value: "own", label: t("teacher.link.language.own") },
            ...LANGUAGES.map((value) => ({ value, label: ownName(value) })),
          ]}
          onChange={(chosen) => wish({ language: chosen })}
        />
        <NumberField
          label={t("teacher.link.experiment")}
          value={experiment}
          limits={LIMITS.experiment}
          optional
          placeholder={t("teacher.link.experiment.own")}
          onChange={(number) => wish({ experiment: number })}
        />
      </div>
      <p class="help">{t("teacher.link.experiment.help")}</p>
      <Toggle
        label={t("teacher.link.keep")}
        checked={wishes.keep}
        onChange={(keep) => wish({ keep })}
      />
      <Toggle
        label={t("teacher.link.projector")}
        checked={projector}
        onChange={(on) => wish({ projector: on })}
      />
      <Hiding hidden={hidden} onChange={(names) => wish({ hidden: names })} />
      <Result link={`${location.href.replace(/#.*/, "")}${fragment}`} />
    </section>
  );
}

function Hiding(props: {
  hidden: readonly Hideable[];
  onChange: (hidden: Hideable[]) => void;
}): JSX.Element {
  const others = (name: Hideable): Hideable[] => props.hidden.filter((other) => other !== name);
  return (
    <fieldset class="hiding">
      <legend>{t("teacher.link.hide")}</legend>
      {HIDEABLE.map((name) => (
        <Toggle
          key={name}
          label={tDynamic(`teacher.hide.${name}`)}
          checked={props.hidden.includes(name)}
          onChange={(on) => props.onChange(on ? [...others(name), name] : others(name))}
        />
      ))}
    </fieldset>
  );
}

function Result({ link }: { link: string }): JSX.Element {
  const id = useId();
  const [copied, copy] = useCopy();
  return (
    <div class="class-link-result">
      <label for={id}>{t("teacher.link.result")}</label>
      <input
        id={id}
        type="text"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="primary" onClick={() => void copy(link)}>
        {t("teacher.link.copy")}
      </button>
      <a href={link} target="_blank" rel="noreferrer">
        {t("teacher.link.open")}
      </a>
      <span class="soft" role="status">
        {copied !== "not-yet" && t(`teacher.link.${copied}`)}
      </span>
    </div>
  );
}
