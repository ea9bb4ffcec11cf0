/**
 * The hunt: the state, the events it speaks about and the network being trained, in one place.
 *
 * Views read from here and call its verbs; after each change every subscriber is told once a frame.
 */
import { Address } from "./address";
import { fetchDataset, fetchStatus, PageError } from "./data";
import { Attempts } from "./model/attempts";
import { CrossFilter } from "./model/crossfilter";
import type { TrainingConfig } from "./model/training";
import type { Dataset, DatasetFacts, DatasetStatus, Facts, Interval, Yield } from "./model/types";
import { add } from "./model/yields";
import { isOpen, LIMITS, readState, writeState } from "./state";
import type { NetworkChoice, Notice, State } from "./state";
import { TrainingRun } from "./training";

const POLL_MS = 2000;

/** Expected signal and background of a region. */
export interface Region {
  readonly signal: Yield;
  readonly background: Yield;
}

export class Hunt {
  state: State;
  notices: Notice[];
  statuses: DatasetStatus[] = [];
  dataset: Dataset | null = null;
  filter: CrossFilter | null = null;
  /** Set when there are no events to show: a key of the text file. */
  failure: string | null = null;
  /** The dataset that is on its way into the page, if any. */
  arriving: string | null = null;
  /** Yields of all processes before any cut. */
  private uncut: readonly Yield[] = [];
  readonly training: TrainingRun;
  readonly address: Address;
  readonly attempts = new Attempts();

  private readonly listeners = new Set<() => void>();
  private frame = 0;
  /** Epochs still owed to a shared link; a pause lets go of them. */
  private targetEpochs = 0;

  constructor(readonly facts: Facts) {
    const read = readState(location.hash, facts);
    this.state = read.state;
    this.notices = read.notices;
    this.training = new TrainingRun(() => this.trainingChanged());
    this.address = new Address(
      () => writeState(this.state, facts),
      () => void this.followAddress(),
    );
  }

  // --- telling the views --------------------------------------------------------------------

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      for (const listener of this.listeners) listener();
    });
  }

  /** The reader edited the address or followed a link: read it as if the page had just opened. */
  private async followAddress(): Promise<void> {
    const { dataset, signal } = this.state;
    const { state, notices } = readState(location.hash, this.facts);
    this.notices = notices;
    if (this.dataset !== null && state.dataset === dataset) {
      this.state = state;
      this.prepare(this.dataset);
    } else {
      this.state = { ...state, dataset, signal };
      await this.open(state);
    }
    this.changed();
  }

  // --- the data -----------------------------------------------------------------------------

  get datasetFacts(): DatasetFacts {
    return this.facts.datasets.find((d) => d.id === this.state.dataset)!;
  }

  /** Looks which datasets are there, opens the one asked for, and waits for others to arrive. */
  async start(): Promise<void> {
    await this.refreshStatus();
    await this.open(this.state);
  }

  private async refreshStatus(): Promise<void> {
    try {
      this.statuses = await fetchStatus();
    } catch (error) {
      // Without a list of what is ready the page keeps what it has.
      if (this.statuses.length === 0) this.fail(error);
      return;
    }
    if (this.statuses.some((s) => s.state === "fetching")) {
      setTimeout(() => void this.refreshStatus(), POLL_MS);
    }
    this.changed();
  }

  /** Switches to another dataset; the signal and the cuts stay where the new one has them too. */
  async chooseDataset(id: string): Promise<void> {
    const facts = this.facts.datasets.find((d) => d.id === id);
    if (facts === undefined) return;
    const known = facts.processes.some((p) => p.name === this.state.signal);
    const signal = known ? this.state.signal : facts.default_signal;
    await this.open({ dataset: id, signal, epochs: 0 });
  }

  /** Fetches the events first: what is shown and what is said about it change together. */
  private async open(choice: Pick<State, "dataset" | "signal" | "epochs">): Promise<void> {
    const url = this.statuses.find((s) => s.id === choice.dataset)?.data_url ?? null;
    if (url === null) {
      this.fallBack(choice.dataset);
      return;
    }
    this.arriving = choice.dataset;
    this.changed();
    try {
      const dataset = await fetchDataset(url);
      if (this.arriving !== choice.dataset) return; // meanwhile the reader chose another one
      this.failure = null;
      const { signal, epochs } = choice;
      this.state = { ...this.state, dataset: choice.dataset, signal, epochs };
      this.prepare(dataset);
    } catch (error) {
      this.fail(error);
    }
    this.arriving = null;
  }

  /** The dataset asked for is not here (yet): say so, and show one that is. */
  private fallBack(id: string): void {
    const ready = this.statuses.find((s) => s.state === "ready" && s.data_url !== null);
    const facts = this.facts.datasets.find((d) => d.id === ready?.id);
    if (facts === undefined) {
      this.failure ??= "error.nodata";
      this.changed();
      return;
    }
    const asked = this.facts.datasets.find((d) => d.id === id)?.title ?? id;
    this.notices = [
      ...this.notices,
      { key: "notice.notready", values: { asked, shown: facts.title } },
    ];
    void this.chooseDataset(facts.id);
  }

  private prepare(dataset: Dataset): void {
    if (dataset !== this.dataset) {
      this.dataset = dataset;
      this.filter = new CrossFilter(dataset, this.facts.features);
      this.uncut = this.filter.cutFlow([])[0]!;
      this.training.load(dataset, this.facts.split);
    }
    this.filter!.clear();
    for (const [name, interval] of Object.entries(this.state.cuts)) {
      this.filter!.setInterval(this.featureIndex(name), interval);
    }
    this.resetTraining(this.state.epochs);
    this.changed();
  }

  private fail(error: unknown): void {
    this.failure = error instanceof PageError ? error.key : "error.unexpected";
    this.changed();
  }

  // --- the choices --------------------------------------------------------------------------

  update(patch: Partial<State>): void {
    this.state = { ...this.state, ...patch };
    if (patch.signal !== undefined) this.resetTraining(0);
    this.address.writeSoon();
    this.changed();
  }

  dismissNotices(): void {
    this.notices = [];
    this.changed();
  }

  featureIndex(name: string): number {
    return this.facts.features.findIndex((f) => f.name === name);
  }

  setCut(name: string, interval: Interval): void {
    this.filter?.setInterval(this.featureIndex(name), interval);
    const others = Object.entries(this.state.cuts).filter(([other]) => other !== name);
    const cuts = Object.fromEntries(isOpen(interval) ? others : [...others, [name, interval]]);
    this.state = { ...this.state, cuts };
    if (this.state.network.onlyPassing) this.resetTraining(0);
    this.address.writeSoon();
    this.changed();
  }

  clearCuts(): void {
    for (const name of Object.keys(this.state.cuts)) this.setCut(name, { low: null, high: null });
  }

  // --- what the choices leave ---------------------------------------------------------------

  /** Codes of the chosen signal and of all backgrounds, in the dataset's order. */
  get codes(): { signal: number; backgrounds: number[] } {
    const names = this.dataset?.processes ?? [];
    const kind = new Map(this.datasetFacts.processes.map((p) => [p.name, p.kind]));
    const backgrounds = names.flatMap((name, code) =>
      kind.get(name) === "background" ? [code] : [],
    );
    return { signal: names.indexOf(this.state.signal), backgrounds };
  }

  /** Expected events that pass every cut. */
  get region(): Region {
    const { signal, backgrounds } = this.codes;
    const yieldOf = (code: number): Yield => this.filter!.yieldOf(code);
    return { signal: yieldOf(signal), background: add(...backgrounds.map(yieldOf)) };
  }

  /** Expected events before any cut. */
  get everything(): Region {
    const { signal, backgrounds } = this.codes;
    const uncut = backgrounds.map((code) => this.uncut[code]);
    return { signal: this.uncut[signal], background: add(...uncut) };
  }

  /** Expected events of one process before any cut. */
  uncutYield(code: number): Yield {
    return this.uncut[code];
  }

  // --- the network --------------------------------------------------------------------------

  get trainingConfig(): TrainingConfig {
    const { inputs, layers, activation, optimiser, learningRate, batchSize, useWeights, seed } =
      this.state.network;
    const features = inputs.map((name) => this.featureIndex(name));
    const settings = { layers, activation, optimiser, learningRate, batchSize, useWeights, seed };
    return { ...settings, ...this.codes, features };
  }

  /** Names the events a network learns from: losses on others cannot be compared. */
  get trainingEvents(): string {
    const { dataset, network, cuts } = this.state;
    return network.onlyPassing ? `${dataset} ${JSON.stringify(cuts)}` : dataset;
  }

  /** Changes the network: whatever was trained is gone, as the page says. */
  updateNetwork(patch: Partial<NetworkChoice>): void {
    this.state = { ...this.state, network: { ...this.state.network, ...patch } };
    this.resetTraining(0);
    this.address.writeSoon();
    this.changed();
  }

  /** A new network from the seed, trained at once for `epochs` (of a shared link). */
  resetTraining(epochs: number): void {
    if (this.dataset === null || this.codes.signal < 0) return;
    const mask = this.state.network.onlyPassing ? this.filter!.mask() : null;
    this.state = { ...this.state, epochs };
    this.targetEpochs = epochs;
    this.training.configure(this.trainingConfig, mask);
    if (epochs > 0) this.training.train(epochs);
    this.address.writeSoon();
    this.changed();
  }

  train(): void {
    this.training.train(LIMITS.epochs.high);
    this.changed();
  }

  pause(): void {
    this.targetEpochs = 0;
    this.training.pause();
  }

  private trainingChanged(): void {
    this.attempts.record(this.trainingConfig, this.trainingEvents, this.training.history);
    const epochs = Math.max(this.targetEpochs, this.training.epoch);
    if (epochs !== this.state.epochs) {
      this.state = { ...this.state, epochs };
      this.address.writeSoon();
    }
    this.changed();
  }
}
