/** Takes a network along as a file, and opens one that was trained elsewhere. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { decodeNetwork, encodeNetwork, ExchangeError, MOST_BYTES } from "../../model/exchange";
import type { StoredNetwork } from "../../model/exchange";
import { FULL_DETECTOR } from "../../model/level";
import { storedNetwork } from "../../saved";
import { failureKey } from "../../host";
import { t, tDynamic } from "../../text";
import { download, FileButton } from "../components/file";
import { useHunt } from "../context";
import { formatCount } from "../format";
import { foldsText } from "./names";

/** Save and open, and what came of it. */
export function Carry(): JSX.Element {
  const hunt = useHunt();
  const [said, setSaid] = useState("");
  const [refusal, setRefusal] = useState("");
  const stored = storedNetwork(hunt);
  const isLow = hunt.state.level !== FULL_DETECTOR;
  const save = (network: StoredNetwork): void => {
    const name = fileName(network);
    download(encodeNetwork(network), name);
    setRefusal("");
    setSaid(t("carry.saved", { name }));
  };
  const open = async (file: File): Promise<void> => {
    setSaid("");
    setRefusal("");
    try {
      const isOpen = await hunt.openNetwork(await readNetwork(file));
      if (isOpen) setSaid(t("carry.opened", { name: file.name }));
    } catch (problem) {
      if (!(problem instanceof ExchangeError)) throw problem;
      setRefusal(tDynamic(failureKey(problem.key), problem.values));
    }
  };
  return (
    <div class="carry">
      <div class="buttons">
        <button
          type="button"
          disabled={stored === null || isLow}
          onClick={() => stored && save(stored)}
        >
          {t("carry.save")}
        </button>
        <FileButton label={t("carry.open")} onChoose={(file) => void open(file)} />
      </div>
      {isLow && <p class="help">{t("level.nofile")}</p>}
      <p class="help" role="status">
        {said}
      </p>
      {refusal !== "" && (
        <p class="warning" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}

async function readNetwork(file: File): Promise<StoredNetwork> {
  if (file.size > MOST_BYTES) {
    const limit = `${formatCount(MOST_BYTES / 1024)} KiB`;
    throw new ExchangeError("exchange.size", { limit });
  }
  return decodeNetwork(await file.text());
}

/** "network-DM_200-9-8-1.json" */
function fileName({ network, training }: StoredNetwork): string {
  return `network-${training.signal}-${network.sizes.join("-")}.json`;
}

/** Where an opened network comes from, which events it has seen, and the way back to one's own. */
export function Opened({ hunt }: { hunt: Hunt }): JSX.Element | null {
  const { opened } = hunt.state;
  if (opened === null) return null;
  const isEdited = (opened.training.edited ?? 0) > 0;
  const title = t(isEdited ? "opened.title.edited" : "opened.title");
  return (
    <section class="card opened" aria-label={title}>
      <h2>{title}</h2>
      <p>
        {t("opened.origin", {
          made: opened.madeBy,
          dataset: hunt.datasetFacts.title,
          signal: signalTitle(hunt),
          how: howText(opened),
        })}
      </p>
      {isEdited && <p>{t("opened.edited.note")}</p>}
      <Seen hunt={hunt} />
      <div class="buttons">
        {hunt.edits.before !== null && (
          <button type="button" onClick={() => hunt.undoEdits()}>
            {t("opened.undo")}
          </button>
        )}
        <button type="button" onClick={() => hunt.updateNetwork({})}>
          {t("opened.leave")}
        </button>
      </div>
    </section>
  );
}

function signalTitle({ datasetFacts, state }: Hunt): string {
  return datasetFacts.processes.find(({ name }) => name === state.signal)?.title ?? state.signal;
}

/** Which events it knows, and which are left to judge it. */
function Seen({ hunt }: { hunt: Hunt }): JSX.Element {
  const { train, validation, test } = hunt.split;
  if (test.length === 0) return <p class="warning">{t("opened.seen.all")}</p>;
  const watched =
    validation.length === 0 ? "" : t("opened.watched", { folds: foldsText(validation) });
  return (
    <p>
      {t("opened.seen", { folds: foldsText(train) })} {watched}{" "}
      <strong>{t("opened.unseen", { folds: foldsText(test) })}</strong>{" "}
      <span class="soft">{t("opened.folds")}</span>
    </p>
  );
}

/** "40 epochs, adam, learning rate 0.001, …": what the file says, and no more. */
function howText({ training }: StoredNetwork): string {
  const { epochs, optimiser, learningRate, batchSize, seed, weighting } = training;
  const { l1, l2, dropout, patience, edited } = training;
  const isOn = (value: number | null): value is number => value !== null && value > 0;
  const said = [
    epochs === null ? null : t("opened.epochs", { n: Number(epochs.toFixed(2)) }),
    optimiser,
    learningRate === null ? null : t("opened.rate", { rate: learningRate }),
    batchSize === null ? null : t("opened.batch", { n: batchSize }),
    isOn(l1) ? t("learn.hold.l1", { value: l1 }) : null,
    isOn(l2) ? t("learn.hold.l2", { value: l2 }) : null,
    isOn(dropout) ? t("learn.hold.dropout", { value: dropout }) : null,
    isOn(patience) ? t("learn.hold.early", { n: patience }) : null,
    seed === null ? null : t("opened.seed", { seed }),
    weighting === null ? null : t("opened.weighting", { weighting }),
    isOn(edited) ? t("opened.edited", { n: edited }) : null,
  ].filter((part) => part !== null);
  return said.length === 0 ? t("opened.how.unknown") : said.join(", ");
}
