/** The top of every page: the stops, the data's origin, the signal, a link to share. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { processTitle } from "../features";
import icon from "../icon.svg";
import type { DatasetStatus } from "../model/types";
import { STOPS } from "../state";
import { t } from "../text";
import { useCopy } from "./components/copy";
import { Select } from "./components/controls";
import { useHunt } from "./context";
import { formatNumber, formatPercent } from "./format";
import { LevelNote } from "./levels/note";
import { OwnEntry } from "./own/entry";
import { MeasuredNote, OwnOrigin } from "./own/origin";
import { Menu } from "./shell/menu";

export function Header(): JSX.Element {
  const { hidden } = useHunt().state;
  return (
    <header>
      <div class="masthead">
        <p class="brand">
          <img src={icon} width="32" height="32" alt="" />
          <strong>{t("app.name")}</strong>
          <span class="soft">{t("app.tagline")}</span>
        </p>
        <Stops />
        {!hidden.includes("menu") && <Menu />}
      </div>
      {!hidden.includes("data") && <Setup />}
      <LevelNote />
      <RealDataOffer />
    </header>
  );
}

function Stops(): JSX.Element {
  const hunt = useHunt();
  const { visited } = hunt.journal.content;
  return (
    <nav aria-label={t("app.stops")}>
      <ol class="stops">
        {STOPS.map((stop, index) => (
          <li key={stop}>
            <button
              type="button"
              aria-current={stop === hunt.state.stop ? "step" : undefined}
              class={visited.includes(stop) ? "visited" : ""}
              onClick={() => hunt.visit(stop)}
            >
              <span class="number" aria-hidden="true">
                {index + 1}
              </span>
              <span class="name">{t(`stop.${stop}`)}</span>
              {visited.includes(stop) && <span class="visually-hidden"> {t("app.stop.seen")}</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** "fetching 40 %", or nothing where the dataset is ready. */
function stateText(status: DatasetStatus | undefined): string {
  if (status === undefined || status.state === "ready") return "";
  if (status.state === "unavailable") return ` – ${t("data.unavailable")}`;
  const share = status.bytes_total > 0 ? status.bytes_done / status.bytes_total : 0;
  return ` – ${t("data.fetching", { share: formatPercent(share) })}`;
}

function Setup(): JSX.Element {
  const hunt = useHunt();
  const facts = hunt.datasetFacts;
  const datasets = hunt.facts.datasets.map((d) => {
    const status = hunt.arrivals.statuses.find((s) => s.id === d.id);
    return {
      value: d.id,
      label: d.title + stateText(status),
      disabled: d.id !== facts.id && d.file === undefined && status?.state !== "ready",
    };
  });
  const signals = facts.processes.filter((p) => p.kind === "signal");
  const [isOpen, setOpen] = useState(false);
  return (
    <div class={`setup ${facts.origin} ${isOpen ? "" : "folded"}`}>
      <Fold isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
      <Origin />
      <div class="row">
        <Select
          label={t("data.dataset")}
          value={hunt.arriving ?? facts.id}
          options={datasets}
          onChange={(id) => void hunt.chooseDataset(id)}
        />
        <Select
          label={t("data.signal")}
          value={hunt.state.signal}
          options={signals.map((p) => ({ value: p.name, label: p.title }))}
          onChange={(signal) => hunt.update({ signal })}
        />
        {!hunt.state.hidden.includes("share") && <Share />}
        <OwnEntry />
      </div>
    </div>
  );
}

/** On a phone all of that is one line, until it is asked for: the stop comes first. */
function Fold(props: { isOpen: boolean; onToggle: () => void }): JSX.Element {
  const { facts, datasetFacts, state } = useHunt();
  const origin = datasetFacts.file === undefined ? datasetFacts.origin : "own-table";
  return (
    <button type="button" class="fold" aria-expanded={props.isOpen} onClick={props.onToggle}>
      <span>
        <strong>{t(`origin.${origin}`)}</strong>{" "}
        {processTitle(facts, datasetFacts.id, state.signal)}
      </span>
    </button>
  );
}

/** Who made these events: in sight on every page. */
function Origin(): JSX.Element {
  const facts = useHunt().datasetFacts;
  if (facts.file !== undefined) return <OwnOrigin />;
  const values = {
    energy: formatNumber(facts.sqrt_s_tev),
    luminosity: formatNumber(facts.luminosity_ifb),
    licence: facts.licence,
  };
  return (
    <p class="origin">
      <strong>{t(`origin.${facts.origin}`)}</strong> {t("origin.conditions", values)}{" "}
      {facts.measured === undefined ? t("origin.nothing-measured") : <MeasuredNote />}{" "}
      {facts.record_url !== null && (
        <a href={facts.record_url} target="_blank" rel="noreferrer">
          {t("origin.record", { record: facts.record_url.split("/").pop() ?? "" })}
        </a>
      )}
    </p>
  );
}

function Share(): JSX.Element {
  const hunt = useHunt();
  const [copied, copy] = useCopy();
  return (
    <span class="share">
      <button type="button" onClick={() => void copy(hunt.address.write())}>
        {t("share.copy")}
      </button>
      <span role="status" class="soft">
        {copied !== "not-yet" && t(`share.${copied}`)}
      </span>
    </span>
  );
}

/** Shown when the real set has arrived while the page shows another one. */
function RealDataOffer(): JSX.Element | null {
  const hunt = useHunt();
  if (hunt.datasetFacts.origin !== "own-simulation") return null;
  const real = hunt.facts.datasets.find(
    (d) =>
      d.origin === "atlas-simulation" &&
      hunt.arrivals.statuses.some((s) => s.id === d.id && s.state === "ready"),
  );
  if (real === undefined) return null;
  return (
    <p class="offer" role="status">
      {t("data.offer", { title: real.title })}{" "}
      <button type="button" class="primary" onClick={() => void hunt.chooseDataset(real.id)}>
        {t("data.offer.use")}
      </button>
    </p>
  );
}
