/** What each column is for: the label and its classes, the weight, and what a model may look at. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { MOST_FEATURES } from "../../model/csv/limits";
import {
  canBeFeature,
  canBeLabel,
  canBeWeight,
  guessParts,
  type Part,
  type Roles,
} from "../../model/csv/roles";
import type { Looked } from "../../own/protocol";
import { t } from "../../text";
import { Select } from "../components/controls";
import { formatCount } from "../format";

const PARTS: readonly Part[] = ["signal", "background", "out"];
const NO_WEIGHT = "-1";
/** A longer list is searched, not read. */
const COLUMNS_LISTED = 60;

interface RolesProps {
  readonly looked: Looked;
  readonly roles: Roles;
  readonly onChoose: (patch: Partial<Roles>) => void;
}

export function RolesForm(props: RolesProps): JSX.Element {
  return (
    <div class="roles">
      <Label {...props} />
      <Weight {...props} />
      <Features {...props} />
    </div>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function optionsOf(
  { beginning, census }: Looked,
  fit: (column: Looked["census"]["columns"][number], place: number) => boolean,
): Option[] {
  return beginning.names.flatMap((label, place) =>
    fit(census.columns[place], place) ? [{ value: String(place), label }] : [],
  );
}

function Label({ looked, roles, onChoose }: RolesProps): JSX.Element {
  const { columns } = looked.census;
  const values = columns[roles.label].values ?? [];
  const choose = (place: string): void => {
    const label = Number(place);
    onChoose({
      label,
      parts: guessParts(columns[label]),
      features: roles.features.filter((column) => column !== label),
      weight: roles.weight === label ? null : roles.weight,
    });
  };
  return (
    <section>
      <Select
        label={t("own.label")}
        value={String(roles.label)}
        options={optionsOf(looked, (one, place) => canBeLabel(one) || place === roles.label)}
        onChange={choose}
      />
      <p class="help">{t("own.label.help")}</p>
      <div class="parts">
        {values.map(({ text, count }, i) => (
          <Select
            key={text}
            label={t("own.part.of", { value: text, rows: formatCount(count) })}
            value={roles.parts[i]}
            options={PARTS.map((part) => ({ value: part, label: t(`own.part.${part}`) }))}
            onChange={(part) =>
              onChoose({ parts: roles.parts.map((one, place) => (place === i ? part : one)) })
            }
          />
        ))}
      </div>
    </section>
  );
}

function Weight({ looked, roles, onChoose }: RolesProps): JSX.Element {
  const fit = optionsOf(looked, (one, place) => canBeWeight(one) && place !== roles.label);
  return (
    <section>
      <Select
        label={t("own.weight")}
        value={roles.weight === null ? NO_WEIGHT : String(roles.weight)}
        options={[{ value: NO_WEIGHT, label: t("own.weight.none") }, ...fit]}
        onChange={(place) => {
          const weight = place === NO_WEIGHT ? null : Number(place);
          onChoose({ weight, features: roles.features.filter((column) => column !== weight) });
        }}
      />
    </section>
  );
}

/** Why a column cannot be an input, or "". */
function reasonOf({ looked, roles }: RolesProps, place: number): string {
  if (place === roles.label) return t("own.kind.label");
  if (place === roles.weight) return t("own.kind.weight");
  const { kind } = looked.census.columns[place];
  return kind === "number" ? "" : t(`own.kind.${kind}`);
}

function Features(props: RolesProps): JSX.Element {
  const { looked, roles, onChoose } = props;
  const { names } = looked.beginning;
  const [sought, setSought] = useState("");
  const field = useId();
  const matching = names.flatMap((name, place) =>
    name.toLowerCase().includes(sought.trim().toLowerCase()) ? [place] : [],
  );
  const listed = matching.slice(0, COLUMNS_LISTED);
  const toggle = (place: number, isChosen: boolean): void => {
    const others = roles.features.filter((column) => column !== place);
    const features = isChosen ? [...others, place] : others;
    onChoose({ features: features.sort((one, other) => one - other) });
  };
  return (
    <fieldset>
      <legend>{t("own.features")}</legend>
      <p class="help">
        {t("own.features.help", { n: roles.features.length, limit: MOST_FEATURES })}
      </p>
      {names.length > COLUMNS_LISTED && (
        <p class="field">
          <label for={field}>{t("own.features.find")}</label>
          <input
            id={field}
            type="search"
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        </p>
      )}
      <ul class="columns">
        {listed.map((place) => {
          const reason = reasonOf(props, place);
          const isFit =
            canBeFeature(looked.census.columns[place]) &&
            place !== roles.label &&
            place !== roles.weight;
          return (
            <li key={place}>
              <label>
                <input
                  type="checkbox"
                  checked={roles.features.includes(place)}
                  disabled={!isFit}
                  onChange={(event) => toggle(place, event.currentTarget.checked)}
                />
                {names[place]}
                {reason !== "" && <span class="soft"> ({reason})</span>}
              </label>
            </li>
          );
        })}
      </ul>
      {matching.length > listed.length && (
        <p class="help">
          {t("own.features.more", { n: formatCount(matching.length - listed.length) })}
        </p>
      )}
    </fieldset>
  );
}
