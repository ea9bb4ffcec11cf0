/** Stop 7: unblind once, and say what the counts mean and what they do not. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Decision } from "../journal/decision";
import {
  isMeasured,
  lastLook,
  nextLook,
  openedIn,
  type Unblinding,
  wasOpened,
} from "../journal/discovery";
import "../styles/decide.css";
import "../styles/discover.css";
import "../styles/judge.css";
import { t } from "../text";
import { Intro } from "./components/intro";
import { useHunt } from "./context";
import { Before, LockedElsewhere, LockFirst } from "./discover/before";
import { type Found, useFinding } from "./discover/found";
import { LockedForOther } from "./discover/measured";
import { Observed } from "./discover/observed";
import { Again, Forgotten } from "./discover/again";
import { Path, Questions } from "./discover/path";
import { ReachPlot } from "./discover/reach-plot";
import { Report } from "./discover/report";
import { Result } from "./discover/result";
import { Reveal } from "./discover/reveal";
import { TailPlot } from "./discover/tail-plot";
import { ToyWorlds } from "./discover/toys";
import { NotebookButton } from "./discover/notebook";
import { Predict } from "./lesson/predict";

export function Discover(): JSX.Element {
  return (
    <>
      <Intro title={t("discover.title")}>
        <p>{t("discover.intro")}</p>
      </Intro>
      <Predict stop="discover" />
      <Stage />
      <section class="card" aria-label={t("discover.wayon")}>
        <h2>{t("discover.wayon")}</h2>
        <NotebookButton />
      </section>
    </>
  );
}

/** Nothing locked, locked but still blind, or looked at, perhaps long ago. */
function Stage(): JSX.Element {
  const hunt = useHunt();
  const { dataset, signal } = hunt.state;
  const { decision, discovery } = hunt.journal.content;
  const { locked } = decision;
  const { measured } = hunt.datasetFacts;
  const experiment = hunt.state.experiment ?? decision.pseudoData;
  const pseudo = experiment === null ? null : { dataset, signal, experiment };
  const world =
    measured === undefined
      ? pseudo
      : { dataset, signal, experiment: nextLook(discovery, measured.fingerprint) };
  const seen =
    measured !== undefined
      ? lastLook(discovery, measured.fingerprint, { dataset, signal })
      : world && openedIn(discovery, world);
  useFocusAtChange(seen === null);
  if (seen !== null) return <After seen={seen} locked={locked} />;
  if (world !== null && wasOpened(discovery, world)) return <Forgotten />;
  if (locked === null || world === null) return <LockFirst />;
  if (locked.dataset !== dataset || locked.signal !== signal) {
    return <LockedElsewhere decision={locked} />;
  }
  // Only the amount that was measured can be compared with what was measured.
  if (measured !== undefined && locked.factor !== 1) return <LockedForOther measured={measured} />;
  return <Before decision={locked} world={world} />;
}

/** The button that was pressed is gone: go on reading where the new stage begins. */
function useFocusAtChange(isBlind: boolean): void {
  const wasBlind = useRef(isBlind);
  useEffect(() => {
    if (wasBlind.current !== isBlind) document.querySelector<HTMLElement>(".stage")?.focus();
    wasBlind.current = isBlind;
  }, [isBlind]);
}

function After(props: { seen: Unblinding; locked: Decision | null }): JSX.Element {
  const { seen, locked } = props;
  const finding = useFinding(seen);
  if (finding.kind === "failed") {
    return (
      <p class="card warning" role="alert">
        {finding.sentence}
      </p>
    );
  }
  const found = finding.kind === "found" ? finding.found : null;
  const counted = finding.kind === "found" ? finding.found : finding.counted;
  return (
    <>
      <div class="discover-parts">
        <Observed counted={counted} />
        {found === null ? <Fitting /> : <Fitted found={found} />}
      </div>
      {isMeasured(seen.experiment) ? <NobodyKnows /> : found !== null && <Reveal found={found} />}
      <ReachPlot decision={seen.decision} />
      {found !== null && <Path found={found} />}
      <Questions />
      {found !== null && <Report found={found} />}
      <Again seen={seen} locked={locked} />
    </>
  );
}

/** Of measured data there is nothing to reveal. */
function NobodyKnows(): JSX.Element {
  return (
    <section class="card" aria-label={t("measured.nobody.title")}>
      <h2>{t("measured.nobody.title")}</h2>
      <p>{t("measured.nobody.text")}</p>
    </section>
  );
}

/** The counts are there; what they mean takes a moment more. */
function Fitting(): JSX.Element {
  return (
    <p class="card" role="status">
      {t("judge.work.running")}
    </p>
  );
}

function Fitted({ found }: { found: Found }): JSX.Element {
  return (
    <>
      <Result found={found} />
      <TailPlot z={found.result.z} />
      <ToyWorlds found={found} />
    </>
  );
}
