/** Before unblinding: what was locked, what will be looked at, and the one button. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type Decision, lockedModel } from "../../journal/decision";
import type { World } from "../../journal/discovery";
import { type Prediction, prediction } from "../../model/band";
import { FitError } from "../../model/fitModel";
import { STRENGTHS } from "../../model/pseudo";
import { t } from "../../text";
import { Rich } from "../components/rich";
import { useHunt } from "../context";
import { chosenPercent, formatNumber, formatSigma } from "../format";
import { WrittenNumbers, writtenOf } from "../decide/numbers";
import { linkOf, signalTitle } from "./choice";
import { LookButton } from "./measured";
import { ObservedPlot } from "./observed-plot";
import { toldOf } from "../told";
import { unblind } from "./unblind";

/** Nothing is looked at before a choice is written down. */
export function LockFirst(): JSX.Element {
  const hunt = useHunt();
  return (
    <section class="card lock-first stage" tabIndex={-1} aria-label={t("discover.lockfirst")}>
      <h2>{t("discover.lockfirst")}</h2>
      <p>
        <Rich text={t("discover.lockfirst.text")} />
      </p>
      <button type="button" class="primary" onClick={() => hunt.visit("decide")}>
        {t("discover.todecide")}
      </button>
    </section>
  );
}

/** A choice is locked, but for another signal or other data. */
export function LockedElsewhere(props: { decision: Decision }): JSX.Element {
  const hunt = useHunt();
  const { decision } = props;
  const dataset = hunt.facts.datasets.find(({ id }) => id === decision.dataset);
  const values = {
    signal: signalTitle(hunt, decision),
    dataset: dataset?.title ?? decision.dataset,
  };
  return (
    <section class="card lock-first stage" tabIndex={-1} aria-label={t("discover.elsewhere")}>
      <h2>{t("discover.elsewhere")}</h2>
      <p>{t("discover.elsewhere.text", values)}</p>
      <a class="button primary" href={linkOf(decision, "discover", hunt.state.experiment)}>
        {t("discover.elsewhere.go")}
      </a>{" "}
      <button type="button" onClick={() => hunt.visit("decide")}>
        {t("discover.todecide")}
      </button>
    </section>
  );
}

export function Before(props: { decision: Decision; world: World }): JSX.Element {
  const hunt = useHunt();
  const { decision, world } = props;
  const { measured } = hunt.datasetFacts;
  const told = toldOf(hunt, world.dataset, world.experiment);
  const expected = useMemo(() => predictionOf(decision), [decision]);
  return (
    <>
      <section class="card stage" tabIndex={-1} aria-label={t("discover.locked")}>
        <h2>{t("discover.locked")}</h2>
        <WrittenNumbers written={writtenOf(decision, hunt.facts)} />
        {decision.reason !== "" && <blockquote>{decision.reason}</blockquote>}
        <p>
          {t("discover.locked.expected", {
            z: formatSigma(decision.expected.z.value, decision.expected.z.uncertainty),
          })}
        </p>
        {expected !== null && (
          <ObservedPlot
            prediction={expected}
            counts={null}
            edges={decision.bins.edges}
            told={told}
          />
        )}
      </section>
      <section class="card unblind" aria-label={t("discover.unblind.title")}>
        <h2>{t("discover.unblind.title")}</h2>
        <p>
          <Rich text={told("discover.unblind.how", { experiment: String(world.experiment) })} />
        </p>
        {measured === undefined && <Menu />}
        <p>{told("discover.unblind.sober")}</p>
        {expected === null ? (
          <p class="warning">{t("discover.problem.no-minimum")}</p>
        ) : measured !== undefined ? (
          <LookButton decision={decision} measured={measured} isFirst />
        ) : (
          <button type="button" class="primary" onClick={() => unblind(hunt, decision, world)}>
            {t("discover.unblind")}
          </button>
        )}
      </section>
    </>
  );
}

function predictionOf(decision: Decision): Prediction | null {
  try {
    return prediction(lockedModel(decision));
  } catch (problem) {
    if (problem instanceof FitError) return null;
    throw problem;
  }
}

/** Which strengths may be hidden, and how often each is. */
function Menu(): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("discover.menu")}>
      <table class="strength-menu">
        <caption>{t("discover.menu")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("discover.menu.strength")}</th>
            {STRENGTHS.map(({ strength }) => (
              <th key={strength} scope="col">
                {formatNumber(strength)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("discover.menu.chance")}</th>
            {STRENGTHS.map(({ strength, chance }) => (
              <td key={strength}>{chosenPercent(chance)}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
