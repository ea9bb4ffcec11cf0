/** The variables in the order of how well each alone tells the signal from the background. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { rolesOf, separation } from "../../model/separation";
import type { Separation } from "../../model/separation";
import type { FeatureFacts } from "../../model/types";
import { t } from "../../text";
import { Definition } from "../components/definition";
import { Quantity } from "../components/measured";
import { useHunt } from "../context";
import { REST_MS, useRested } from "./rested";

interface Ranked extends Separation {
  readonly feature: FeatureFacts;
}

/** Best first; those without a number last. */
function useRanking(hunt: Hunt): Ranked[] {
  const { dataset, filter, state } = hunt;
  const cuts = useRested(JSON.stringify(state.cuts), REST_MS.ranking);
  return useMemo(() => {
    if (dataset === null || filter === null) return [];
    const roles = rolesOf(dataset.process, hunt.codes, filter.mask());
    const found = hunt.features.map((feature, index) => ({
      feature,
      ...separation(
        { values: dataset.features[index], order: filter.orderAlong(index) },
        roles,
        dataset.weight,
      ),
    }));
    return found.sort((a, b) => chanceOf(b) - chanceOf(a));
  }, [dataset, state.signal, cuts]);
}

function chanceOf({ chance }: Separation): number {
  return chance.kind === "value" ? chance.value : 0;
}

export function Ranking(): JSX.Element | null {
  const hunt = useHunt();
  const ranking = useRanking(hunt);
  const best = ranking.at(0);
  if (best === undefined) return null;
  return (
    <>
      <p>{t("explore.rank.intro")}</p>
      <div
        class="scroll-x"
        tabIndex={0}
        role="region"
        aria-label={t("explore.rank.title")}
        aria-live="off"
      >
        <table class="ranking">
          <caption class="visually-hidden">{t("explore.rank.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("explore.rank.variable")}</th>
              <th scope="col">{t("explore.rank.signal")}</th>
              <th scope="col" class="bar-column">
                <span class="visually-hidden">{t("explore.rank.bar")}</span>
              </th>
              <th scope="col">{t("explore.rank.chance")}</th>
            </tr>
          </thead>
          <tbody>
            {ranking.map(({ feature, chance, signalIsLarger }) => (
              <tr key={feature.name}>
                <th scope="row">
                  <Definition feature={feature}>{feature.label}</Definition>
                </th>
                <td>
                  {chance.kind === "value" &&
                    t(signalIsLarger ? "explore.rank.larger" : "explore.rank.smaller")}
                </td>
                <td class="bar-column" aria-hidden="true">
                  {chance.kind === "value" && (
                    <span class="rank-bar" style={{ width: `${200 * (chance.value - 0.5)}%` }} />
                  )}
                </td>
                <td>
                  <Quantity value={chance} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="help">{t("explore.rank.help")}</p>
    </>
  );
}
