/** What each level gave, side by side: a table, two plots, what changes and one collision. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import type { LevelRecord } from "../../model/ladder";
import { levelsOf } from "../../model/level";
import { t } from "../../text";
import { chosenPercent, SIGMA_DECIMALS } from "../format";
import { Change } from "./change";
import { FollowOne } from "./follow";
import { isAtRest, Judging, useLevels } from "./found";
import { LevelPlot } from "./plot";
import { LevelTable } from "./table";

export function Results({ hunt }: { hunt: Hunt }): JSX.Element {
  const [, redraw] = useState(0);
  const records = useLevels(hunt);
  return (
    <>
      {isAtRest(hunt) && <Judging hunt={hunt} onKept={() => redraw((n) => n + 1)} />}
      <LevelTable hunt={hunt} records={records} />
      {records.length > 1 && <Beside hunt={hunt} records={records} />}
    </>
  );
}

/** Two levels or more, side by side. */
function Beside(props: { hunt: Hunt; records: readonly LevelRecord[] }): JSX.Element {
  const { hunt, records } = props;
  const levels = levelsOf(hunt.datasetFacts);
  const uncertainty = chosenPercent(hunt.state.backgroundUncertainty);
  const judged = records.flatMap(({ rows: { level }, judged: found }) =>
    found === null ? [] : [{ level, auc: found.auc.found, z: found.z.found }],
  );
  const counted = records.map(({ rows: { level }, counts }) => ({ level, found: counts.z.found }));
  const all = { name: t("level.plot.all"), points: counted };
  const above = {
    name: t("level.plot.above"),
    points: judged.map(({ level, z }) => ({ level, found: z })),
  };
  const areas = {
    name: t("level.auc"),
    points: judged.map(({ level, auc }) => ({ level, found: auc })),
  };
  return (
    <>
      <div class="level-plots">
        {judged.length > 0 && (
          <LevelPlot
            {...{ title: t("level.plot.auc"), yLabel: t("level.plot.auc.y"), levels }}
            lines={[areas]}
            decimals={3}
          />
        )}
        <LevelPlot
          {...{ title: t("level.plot.z", { uncertainty }), yLabel: "Z", levels }}
          lines={judged.length > 0 ? [all, above] : [all]}
          decimals={SIGMA_DECIMALS}
        />
      </div>
      <Change hunt={hunt} records={records} />
      <FollowOne hunt={hunt} records={records} />
    </>
  );
}
