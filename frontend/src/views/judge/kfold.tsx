/** How much is luck: the same model trained again and again, judged by other events each time. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { isNetworkModel } from "../../choices";
import { modelKey } from "../../keptRuns";
import { area, descending } from "../../model/components";
import { type AreaSpread, areaSpread, foldParts, type PartArea } from "../../model/kfold";
import type { Measured } from "../../model/types";
import type { ScoredEvents } from "../../model/verdict";
import { t } from "../../text";
import { useHunt, useChanging } from "../context";
import { chosenPercent, formatCount, formatNumber } from "../format";
import { learnedText } from "./runs/words";
import { KFoldPlot } from "./kfold-plot";
import { useNetworkMask, type Verdict } from "./verdict";
import { measuredText } from "./words";
import { Work } from "./work";

export function KFoldPart(props: { verdict: Verdict }): JSX.Element {
  const hunt = useHunt();
  const mask = useNetworkMask(hunt);
  const kFold = useChanging(hunt.judging.kFold);
  const present = modelKey(hunt.state, hunt.facts);
  const isPresent = kFold.model === present;
  const own = useOwnArea(props.verdict.events);
  const parts = isPresent ? kFold.news.flatMap((n) => (n.type === "part" ? [n.area] : [])) : [];
  const n = foldParts(hunt.split.n_folds).length;
  const values = { n, learned: learnedText(hunt.state), left: chosenPercent(1 / n) };
  return (
    <>
      <p>{t("judge.kfold.intro", values)}</p>
      <Work
        judgement={kFold}
        isPresent={isPresent}
        start={t("judge.kfold.start", values)}
        counted={t("judge.kfold.counted")}
        obstacle={obstacleOf(hunt)}
        onStart={() => start(hunt, mask, present)}
      />
      {parts.length > 0 && <Found parts={parts} n={n} own={own} />}
    </>
  );
}

/** A network from elsewhere cannot be trained again from its beginning: that is not known here. */
function obstacleOf({ state, training }: Hunt): string | null {
  if (state.opened !== null) return t("judge.kfold.opened");
  const isMoving = training.state === "running" || training.batch !== 0;
  return isMoving ? t("judge.work.moving") : null;
}

function start(hunt: Hunt, mask: Uint8Array | null, model: string): void {
  const { dataset, trainingConfig: config, state, split } = hunt;
  if (dataset === null) return;
  const { epochs } = state;
  hunt.judging.kFold.start(
    { type: "k-fold", dataset, nFolds: split.n_folds, config, mask, epochs },
    model,
  );
}

function useOwnArea({ scores, isSignal, weights }: ScoredEvents): Measured {
  return useMemo(
    () => area(descending(scores, weights.test), scores, { isSignal, weights: weights.test }),
    [scores, isSignal, weights],
  );
}

function Found(props: { parts: readonly PartArea[]; n: number; own: Measured }): JSX.Element {
  const { parts, n, own } = props;
  const found = areaSpread(parts);
  const lost = parts.flatMap((one, part) => (one.kind === "value" ? [] : [part + 1]));
  return (
    <div class="judge-columns">
      <div>
        <KFoldPlot {...{ parts, n, own, found }} />
      </div>
      <div>
        {lost.length > 0 && (
          <p>
            {t("judge.kfold.left", {
              left: lost.length,
              all: parts.length,
              parts: lost.join(", "),
            })}
          </p>
        )}
        {found !== null && <Told {...{ parts, n, own, found }} />}
      </div>
    </div>
  );
}

/** What the spread says that one number does not. */
function Told(props: {
  parts: readonly PartArea[];
  n: number;
  own: Measured;
  found: AreaSpread;
}): JSX.Element {
  const { state } = useHunt();
  const { parts, n, own, found } = props;
  const { mean, spread } = found;
  const values = {
    n: found.n,
    mean: measuredText(mean),
    spread: formatNumber(spread, 2),
    low: formatNumber(mean.value - spread),
    high: formatNumber(mean.value + spread),
    own: measuredText(own),
  };
  return (
    <>
      <p class="found">{t("judge.kfold.mean", values)}</p>
      {isNetworkModel(state.model) && state.network.earlyStop > 0 && (
        <p>{t("judge.kfold.early", { epochs: formatCount(state.epochs) })}</p>
      )}
      <p>{t("judge.kfold.tells", values)}</p>
      <p class="help">{t("judge.kfold.dependent")}</p>
      {parts.length === n && (
        <p class="help">{t("judge.kfold.help", { part: chosenPercent(1 - 1 / n) })}</p>
      )}
    </>
  );
}
