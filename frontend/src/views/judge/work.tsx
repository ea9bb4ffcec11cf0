/** The buttons of a long judgement: begin it, see how far it is, stop it. */
import type { JSX } from "preact";
import type { Judgement } from "../../judgement";
import { t, tDynamic } from "../../text";
import { formatCount } from "../format";

export function Work(props: {
  judgement: Judgement;
  /** What is found belongs to the model at hand. */
  isPresent: boolean;
  /** What the button says, and what is counted while the work goes on. */
  start: string;
  counted: string;
  /** Why it cannot begin now; null where it can. */
  obstacle: string | null;
  onStart: () => void;
}): JSX.Element {
  const { judgement, obstacle } = props;
  const isRunning = judgement.state === "running";
  return (
    <div class="work">
      {isRunning ? (
        <button type="button" onClick={() => judgement.stop()}>
          {t("judge.work.stop")}
        </button>
      ) : (
        <button type="button" class="primary" disabled={obstacle !== null} onClick={props.onStart}>
          {props.start}
        </button>
      )}
      {isRunning && (
        <progress aria-label={props.counted} value={judgement.done} max={judgement.all || 1} />
      )}
      <span class="soft" role="status">
        {statusText(judgement, props.isPresent)}
      </span>
      {isRunning && (
        <span class="soft" aria-hidden="true">
          {t("judge.work.count", {
            done: formatCount(judgement.done),
            all: formatCount(judgement.all),
          })}
        </span>
      )}
      {obstacle !== null && !isRunning && <p class="help">{obstacle}</p>}
    </div>
  );
}

/** Said aloud: a number that changes many times a second is not. */
function statusText({ state, reason }: Judgement, isPresent: boolean): string {
  if (state === "idle") return "";
  if (state === "failed") return tDynamic(`judge.work.failed.${reason ?? "internal"}`);
  if (state !== "running" && !isPresent) return t("judge.work.earlier");
  return t(`judge.work.${state}`);
}
