/** Chooses the event that is followed, and says honestly what the model makes of it. */
import type { JSX } from "preact";
import { t } from "../../text";
import { isNetworkModel } from "../../choices";
import { useHunt } from "../context";
import { formatCount } from "../format";
import type { Followed, Kind } from "./follow";
import { termNumber } from "./names";

export function EventChooser(props: { followed: Followed; score: number | null }): JSX.Element {
  const { followed, score } = props;
  const { populations, event } = followed;
  const nothingIsLeft = useHunt().split.test.length === 0;
  const random = (kind: Kind): JSX.Element => (
    <button
      type="button"
      disabled={populations[kind].length === 0}
      onClick={() => followed.random(kind)}
    >
      {t(`learn.event.random.${kind}`)}
    </button>
  );
  return (
    <div class="event-chooser">
      <h2 id="event-chooser-title">{t("learn.event.title")}</h2>
      <div class="buttons" role="group" aria-labelledby="event-chooser-title">
        {random("signal")}
        {random("background")}
        <button type="button" disabled={event === null} onClick={() => followed.step(-1)}>
          {t("learn.event.previous")}
        </button>
        <button type="button" disabled={event === null} onClick={() => followed.step(1)}>
          {t("learn.event.next")}
        </button>
      </div>
      {event === null ? (
        <p class="warning">{t(nothingIsLeft ? "learn.event.none.seen" : "learn.event.none")}</p>
      ) : (
        <Story followed={followed} event={event} score={score} />
      )}
    </div>
  );
}

/** Which event it is, and what its score does and does not mean. */
function Story(props: { followed: Followed; event: number; score: number | null }): JSX.Element {
  const { followed, event, score } = props;
  const hunt = useHunt();
  const code = hunt.dataset!.process[event];
  const name = hunt.dataset!.processes[code];
  const title = hunt.datasetFacts.processes.find((p) => p.name === name)?.title ?? name;
  const { opened, model } = hunt.state;
  const untrained = isNetworkModel(model) ? "untrained" : "ungrown";
  const isTrained = opened !== null || hunt.training.epoch > 0 || hunt.training.batch > 0;
  const meaning = !isTrained ? untrained : hunt.state.network.useWeights ? "balanced" : "counted";
  return (
    <p>
      {t(`learn.event.is.${followed.kind}`, {
        process: title,
        position: formatCount(followed.position + 1),
        total: formatCount(followed.populations[followed.kind].length),
      })}{" "}
      {score !== null && (
        <>
          <strong>{t("learn.event.score", { score: termNumber(score) })}</strong>{" "}
          {t(`learn.event.meaning.${meaning}`)}
        </>
      )}
    </p>
  );
}
