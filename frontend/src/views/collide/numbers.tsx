/** The numbers of drawings side by side as a table, and what in them could not all be true. */
import type { JSX } from "preact";
import { size } from "../../model/eventPicture";
import type { EventPicture } from "../../model/eventPicture";
import { t } from "../../text";
import { formatNumber } from "../format";
import { PlotTable } from "../plots/plot";
import { angleFromPair, PARTS } from "./drawing";

export interface Named {
  readonly picture: EventPicture;
  readonly name: string;
}

export function DrawnNumbers(props: { drawn: readonly Named[] }): JSX.Element {
  const { drawn } = props;
  const columns = [
    t("collide.table.part"),
    ...drawn.flatMap(({ name }) => [
      t("collide.table.size", { name }),
      t("collide.table.angle", { name }),
    ]),
  ];
  return (
    <>
      {drawn.flatMap(({ picture, name }) =>
        picture.conflicts.map(({ kind, relative }) => (
          <p key={`${name} ${kind}`} class="help conflict">
            {t(`collide.conflict.${kind}`, { name, percent: formatNumber(100 * relative, 2) })}
          </p>
        )),
      )}
      <PlotTable title={t("collide.table")} table={{ columns, rows: () => rowsOf(drawn) }} />
    </>
  );
}

const NO_DIRECTION = "–";

function rowsOf(drawn: readonly Named[]): string[][] {
  const row = (
    name: string,
    gev: (picture: EventPicture) => number,
    angle: (picture: EventPicture) => string,
  ): string[] => [
    name,
    ...drawn.flatMap(({ picture }) => [formatNumber(gev(picture), 4), angle(picture)]),
  ];
  const none = (): string => NO_DIRECTION;
  return [
    ...PARTS.map((part) =>
      row(
        t(`collide.part.${part}`),
        (picture) => size(picture[part]),
        (picture) => degreesText(angleFromPair(picture, part)),
      ),
    ),
    row(
      t("collide.part.pair"),
      ({ pair }) => size(pair),
      () => degreesText(0),
    ),
    row(t("collide.part.jets"), ({ jetScalarSum }) => jetScalarSum, none),
    row(t("collide.part.soft"), ({ softAtLeast }) => softAtLeast, none),
  ];
}

function degreesText(degrees: number): string {
  return `${formatNumber(Math.round(degrees))}°`;
}
