/** What the page took the file for, to be put right by hand; and its first rows. */
import type { JSX } from "preact";
import type { Dialect, Separator } from "../../model/csv/dialect";
import type { Looked } from "../../own/protocol";
import { t } from "../../text";
import { Select, Toggle } from "../components/controls";
import { formatCount } from "../format";

const SEPARATORS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;
const COLUMNS_SHOWN = 20;

export function Found(props: {
  looked: Looked;
  onWrite: (wanted: Partial<Dialect>) => void;
}): JSX.Element {
  const { beginning, census, file } = props.looked;
  const { separator, decimal, hasHeader } = beginning.dialect;
  const separators = Object.entries(SEPARATORS) as [Separator, "comma"][];
  const values = {
    rows: formatCount(census.nRows),
    columns: formatCount(beginning.names.length),
    encoding: beginning.encoding,
  };
  return (
    <section aria-label={file.name}>
      <h3>{file.name}</h3>
      <p>{t("own.found", values)}</p>
      <div class="row">
        <Select
          label={t("own.separator")}
          value={separator}
          options={separators.map(([value, name]) => ({
            value,
            label: t(`own.separator.${name}`),
          }))}
          onChange={(chosen) => props.onWrite({ separator: chosen })}
        />
        <Select
          label={t("own.decimal")}
          value={decimal}
          options={[
            { value: ".", label: t("own.decimal.point") },
            { value: ",", label: t("own.decimal.comma") },
          ]}
          onChange={(chosen) => props.onWrite({ decimal: chosen })}
        />
        <Toggle
          label={t("own.header")}
          checked={hasHeader}
          onChange={(chosen) => props.onWrite({ hasHeader: chosen })}
        />
      </div>
      <Preview looked={props.looked} />
    </section>
  );
}

function Preview({ looked }: { looked: Looked }): JSX.Element {
  const { names, preview } = looked.beginning;
  const hidden = names.length - COLUMNS_SHOWN;
  return (
    <>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("own.preview")}>
        <table class="preview">
          <caption class="visually-hidden">{t("own.preview")}</caption>
          <thead>
            <tr>
              {names.slice(0, COLUMNS_SHOWN).map((name, column) => (
                <th key={column} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.map((row, index) => (
              <tr key={index}>
                {row.slice(0, COLUMNS_SHOWN).map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && <p class="help">{t("own.preview.more", { n: formatCount(hidden) })}</p>}
    </>
  );
}
