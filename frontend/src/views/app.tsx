/** The shell: where the events come from, which signal is hunted, and the seven stops. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { failureKey } from "../host";
import { type Place, type Stop, STOPS } from "../state";
import "../styles/app.css";
import "../styles/lesson.css";
import "../styles/teacher.css";
import { language, t, tDynamic } from "../text";
import { useHunt } from "./context";
import { AnnexPart } from "./components/annex";
import { Collide } from "./collide";
import { Cut } from "./cut";
import { Decide } from "./decide";
import { Discover } from "./discover";
import { Explore } from "./explore";
import { Header } from "./header";
import { Judge } from "./judge";
import { Learn } from "./learn";
import { Ending } from "./lesson/ending";
import { Notices } from "./shell/notices";
import { NotKept, Resume } from "./shell/progress";
import { TrainingGone } from "./shell/training-gone";
import { Hatches } from "./plots/palette";
import { Sandbox } from "./sandbox";

const Teacher = (): JSX.Element => (
  <AnnexPart
    annex="teacher"
    load={async () => (await import("./teacher/annex")).Teacher}
    props={{}}
  />
);

const PAGES: Readonly<Record<Place, () => JSX.Element>> = {
  collide: Collide,
  explore: Explore,
  cut: Cut,
  learn: Learn,
  judge: Judge,
  decide: Decide,
  discover: Discover,
  sandbox: Sandbox,
  teacher: Teacher,
};

function isStop(place: Place): place is Stop {
  return STOPS.some((stop) => stop === place);
}

export function App(): JSX.Element {
  const hunt = useHunt();
  const { stop, projector } = hunt.state;
  const { palette } = hunt.journal.content.preferences;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${t(`stop.${stop}`)} · ${t("app.name")}`;
  }, [stop, language()]);
  useEffect(() => {
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [stop]);
  useEffect(() => {
    document.documentElement.dataset.palette = palette;
    document.documentElement.classList.toggle("projector", projector);
  }, [palette, projector]);
  const Page = PAGES[stop];
  return (
    <>
      <Hatches />
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        {t("app.skip")}
      </a>
      <Header />
      <main ref={main} id="main" tabIndex={-1} aria-label={t(`stop.${stop}`)}>
        <Resume />
        <NotKept />
        <TrainingGone />
        <Notices />
        {hunt.failure !== null && <Failure reason={hunt.failure} />}
        {hunt.dataset !== null && hunt.codes.signal >= 0 && <Page />}
        {hunt.dataset !== null && hunt.codes.signal < 0 && <Failure reason="error.nosignal" />}
        {hunt.dataset === null && hunt.failure === null && (
          <p class="loading" role="status">
            {t("app.loading")}
          </p>
        )}
        {isStop(stop) && hunt.dataset !== null && <Ending stop={stop} />}
        <NextStop />
      </main>
      <footer class="soft">
        <p>{t("app.footer", { version: hunt.facts.version })}</p>
      </footer>
    </>
  );
}

/** The fragment belongs to the state, so the skip link moves the focus itself. */
function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}

/** One clear sentence and what to do, instead of a blank page. */
export function Failure(props: { reason: string }): JSX.Element {
  return (
    <section class="card failure" role="alert">
      <h1>{t("error.title")}</h1>
      <p>{tDynamic(failureKey(props.reason))}</p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {t("error.again")}
      </button>
    </section>
  );
}

/** The way on at the end of each page. */
function NextStop(): JSX.Element | null {
  const hunt = useHunt();
  const { stop } = hunt.state;
  const next = isStop(stop) ? STOPS.at(STOPS.indexOf(stop) + 1) : undefined;
  if (next === undefined || hunt.dataset === null) return null;
  return (
    <p class="next-stop">
      <button type="button" class="primary" onClick={() => hunt.visit(next)}>
        {t("app.next", { stop: t(`stop.${next}`) })} <span aria-hidden="true">→</span>
      </button>
    </p>
  );
}
