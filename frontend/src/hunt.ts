/**
 * The hunt: the state, the events it speaks about and the model being trained, in one place.
 *
 * Views read from here and call its verbs; after each change every subscriber is told once a frame.
 */
import { Address } from "./address";
import { Arrivals } from "./arrivals";
import { LIMITS, type ModelName, type NetworkChoice, type TreesChoice, within } from "./choices";
import { modelConfig } from "./config";
import { fetchDataset, PageError } from "./data";
import { HandEdits } from "./edits";
import { ExpectedEvents } from "./expected";
import { JudgingRoom } from "./judgingRoom";
import { Attempts } from "./model/attempts";
import { CrossFilter } from "./model/crossfilter";
import { ExchangeError } from "./model/exchange";
import type { StoredNetwork } from "./model/exchange";
import type { ModelConfig } from "./model/protocol";
import { backgroundCodes } from "./model/sample";
import type {
  Dataset,
  DatasetFacts,
  Facts,
  FeatureFacts,
  Interval,
  SplitFacts,
  WeightPlace,
} from "./model/types";
import { Listeners } from "./listeners";
import { choicesFor, splitFor } from "./opened";
import { featuresOf } from "./features";
import { fittingChoices } from "./fitting";
import { pageWhereabouts, type Whereabouts } from "./whereabouts";
import { Journal } from "./journal/journal";
import { defaultState, isOpen, readState, writeState } from "./state";
import type { Notice, State, Stop } from "./state";
import { hasPhysics } from "./own/physics";
import { type OwnSet, withOwn } from "./own/set";
import { bestLanguage, direction, type Language, numberLocale } from "./text/languages";
import { language, speak, speakOf } from "./text";
import { spokenFacts } from "./text/facts";
import { TrainingRun } from "./training";

/** What changes together with the events. */
type Opening = Pick<State, "dataset" | "signal" | "epochs" | "opened"> & Partial<State>;

function openingOf({ dataset, signal, epochs, opened }: State): Opening {
  return { dataset, signal, epochs, opened };
}

export class Hunt {
  state: State;
  notices: Notice[];
  dataset: Dataset | null = null;
  filter: CrossFilter | null = null;
  expected: ExpectedEvents | null = null;
  /** Set when there are no events to show: a key of the text file. */
  failure: string | null = null;
  /** The dataset that is on its way into the page, if any. */
  arriving: string | null = null;
  /** Folds that the model at hand learns from, is watched on and is judged by. */
  split: SplitFacts;
  readonly arrivals: Arrivals;
  readonly training: TrainingRun;
  readonly address: Address;
  readonly attempts = new Attempts();
  readonly edits = new HandEdits();
  readonly judging = new JudgingRoom();
  readonly journal: Journal;
  /** Where the reader was when the page was last used, until it is gone to or declined. */
  earlier: string | null;

  /** The views. */
  readonly listeners = new Listeners();
  /** Epochs still owed to a shared link; a pause lets go of them. */
  private targetEpochs = 0;

  /** What the page knows; of the reader's own table too, while there is one. */
  facts: Facts;

  constructor(
    /** What the Python package says, in its own language. */
    private readonly english: Facts,
    /** The reader's own table, if there is one. */
    public own: OwnSet | null = null,
    private readonly home: Whereabouts = pageWhereabouts(),
  ) {
    const facts = withOwn(english, own);
    this.facts = facts;
    const read = readState(home.fragment(), facts);
    this.state = read.state;
    this.notices = read.notices;
    this.split = facts.split;
    this.arrivals = new Arrivals(
      () => this.changed(),
      (error) => this.fail(error),
    );
    this.training = new TrainingRun(() => this.trainingChanged());
    this.address = new Address(
      home,
      () => writeState(this.state, this.facts),
      () => void this.followAddress(),
      (fragment) => this.keepAddress(fragment),
    );
    this.journal = new Journal(home.store, () => this.changed());
    this.earlier = home.fragment() === "" ? this.journal.content.address : null;
    home.onStored(() => this.journal.refresh());
  }

  /** Keeps the address in the journal, unless nothing was done yet. */
  private keepAddress(fragment: string): void {
    const isUntouched = fragment === writeState(defaultState(this.facts), this.facts);
    if (isUntouched) return;
    this.earlier = null;
    if (this.journal.content.address !== fragment) this.journal.write({ address: fragment });
  }

  private changed(): void {
    this.listeners.tellSoon();
  }

  /** The reader edited the address or followed a link: read it as if the page had just opened. */
  private async followAddress(): Promise<void> {
    const { dataset, signal } = this.state;
    const { state, notices } = readState(this.home.fragment(), this.facts);
    this.notices = notices;
    this.earlier = null;
    await this.speakAsAsked(state);
    if (this.dataset !== null && state.dataset === dataset) {
      this.state = state;
      this.prepare(this.dataset);
    } else {
      this.state = { ...state, dataset, signal, opened: null };
      await this.open(openingOf(state));
    }
    this.changed();
  }

  // --- the data -----------------------------------------------------------------------------

  /** The variables of these events. */
  get features(): readonly FeatureFacts[] {
    return featuresOf(this.facts, this.state.dataset);
  }

  get datasetFacts(): DatasetFacts {
    return this.facts.datasets.find((d) => d.id === this.state.dataset)!;
  }

  /** Looks which datasets are there, opens the one asked for, and waits for others to arrive. */
  async start(): Promise<void> {
    await this.arrivals.refresh();
    await this.open(openingOf(this.state));
  }

  /** Switches to another dataset; the signal and the cuts stay where the new one has them too. */
  async chooseDataset(id: string): Promise<void> {
    const facts = this.facts.datasets.find((d) => d.id === id);
    if (facts === undefined) return;
    const known = facts.processes.some((p) => p.name === this.state.signal);
    const signal = known ? this.state.signal : facts.default_signal;
    const fitting = fittingChoices(this.facts, id, this.state);
    await this.open({ dataset: id, signal, epochs: 0, opened: null, ...fitting });
  }

  /** Opens the reader's own table; there is one at a time. */
  async adopt(own: OwnSet): Promise<void> {
    this.own = own;
    this.facts = withOwn(this.facts, own, this.state.dataset);
    await this.chooseDataset(own.facts.id);
    this.facts = withOwn(this.facts, own);
    const isLost = this.state.stop === "collide" && !hasPhysics(this.features);
    this.update({ threshold: null, ...(isLost ? { stop: "explore" } : {}) });
  }

  /** Forgets the reader's own table, and shows another set. */
  async letGo(): Promise<void> {
    const ready = this.arrivals.anyReady;
    if (ready === undefined) return;
    if (this.datasetFacts.file !== undefined) await this.chooseDataset(ready);
    this.own = null;
    this.facts = withOwn(this.facts, null, this.state.dataset);
    this.changed();
  }

  /** The browser has kept that there was a table, but not its rows. */
  private loseOwn(choice: Opening): void {
    this.notices = [...this.notices, { key: "own.lost", values: { name: this.own!.facts.title } }];
    this.own = null;
    this.fallBack(choice);
  }

  /** Fetches the events first: what is shown and what is said about it change together. */
  private async open(choice: Opening): Promise<void> {
    const load = this.loaderOf(choice.dataset);
    if (load === null) {
      this.fallBack(choice);
      return;
    }
    this.arriving = choice.dataset;
    this.changed();
    try {
      const dataset = await load();
      if (this.arriving !== choice.dataset) return; // meanwhile the reader chose another one
      this.failure = null;
      this.state = { ...this.state, ...choice };
      speakOf(this.datasetFacts.file === undefined ? "collisions" : "table");
      this.prepare(dataset);
    } catch (error) {
      if (choice.dataset === this.own?.facts.id) {
        this.loseOwn(choice);
        return;
      }
      this.fail(error);
    }
    this.arriving = null;
  }

  /** How the events of a dataset come here; null where they cannot (yet). */
  private loaderOf(id: string): (() => Promise<Dataset>) | null {
    if (this.own?.facts.id === id) return this.own.load;
    const url = this.arrivals.urlOf(id);
    return url === null ? null : () => fetchDataset(url);
  }

  /** The dataset asked for is not here (yet): say so, and show one that is. */
  private fallBack({ dataset: id, opened }: Opening): void {
    const facts = this.facts.datasets.find((d) => d.id === this.arrivals.anyReady);
    if (facts === undefined) {
      this.failure ??= "error.nodata";
      this.changed();
      return;
    }
    const asked = this.facts.datasets.find((d) => d.id === id)?.title ?? id;
    const values = { asked, shown: facts.title };
    this.notices = [...this.notices, { key: "notice.notready", values }];
    if (opened) this.notices.push({ key: "exchange.notready", values: { name: asked } });
    void this.chooseDataset(facts.id);
  }

  /** Shows events that are at hand. */
  prepare(dataset: Dataset): void {
    if (dataset !== this.dataset) {
      this.dataset = dataset;
      this.filter = new CrossFilter(dataset, this.features);
      this.expected = new ExpectedEvents(this.filter);
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
    if (patch.signal !== undefined) this.renewModel();
    this.address.writeSoon();
    this.changed();
  }

  /** Walks to a stop, and remembers that it was seen. */
  visit(stop: Stop): void {
    this.journal.update("visited", (before) => [...new Set([...before, stop])]);
    this.update({ stop });
  }

  /** Goes on where the reader was when the page was last used. */
  goOn(): void {
    if (this.earlier !== null) this.home.go(this.earlier);
    this.earlier = null;
    this.changed();
  }

  /** Leaves alone where the reader was; it is there until something new is done. */
  stayHere(): void {
    this.earlier = null;
    this.changed();
  }

  /** Goes on from saved progress. JournalError where the text is none. */
  openProgress(text: string): void {
    this.journal.openFile(text);
    this.earlier = this.journal.content.address;
    this.goOn();
  }

  /** Begins anew: what was done is forgotten, here and in every other tab. */
  startAnew(): void {
    this.earlier = null;
    this.journal.clear();
    const { language, hidden, projector } = this.state;
    const fresh = { ...defaultState(this.facts), language, hidden, projector };
    this.home.go(writeState(fresh, this.facts));
  }

  /** The reader's own choice; it wins over the link's. */
  async chooseLanguage(code: Language): Promise<void> {
    if (await this.speakAsAsked({ language: code })) {
      this.journal.update("preferences", (before) => ({ ...before, language: code }));
      this.update({ language: this.state.language === null ? null : code });
    }
    this.changed();
  }

  /**
   * In the link's language, else the reader's own choice, else the browser's. False, and a notice,
   * where its texts cannot be had.
   */
  async speakAsAsked(asked: Pick<State, "language"> = this.state): Promise<boolean> {
    const own = this.journal.content.preferences.language;
    const code = asked.language ?? own ?? bestLanguage(navigator.languages);
    try {
      await speak(code);
    } catch {
      this.notices = [...this.notices, { key: "notice.language", values: {} }];
      return false;
    }
    this.facts = spokenFacts(this.facts, this.english);
    document.documentElement.lang = numberLocale(language());
    document.documentElement.dir = direction(language());
    return true;
  }

  dismissNotices(): void {
    this.notices = [];
    this.changed();
  }

  featureIndex(name: string): number {
    return this.features.findIndex((f) => f.name === name);
  }

  setCut(name: string, interval: Interval): void {
    this.filter?.setInterval(this.featureIndex(name), interval);
    const others = Object.entries(this.state.cuts).filter(([other]) => other !== name);
    const cuts = Object.fromEntries(isOpen(interval) ? others : [...others, [name, interval]]);
    this.state = { ...this.state, cuts };
    if (this.state.network.onlyPassing) this.renewModel();
    this.address.writeSoon();
    this.changed();
  }

  clearCuts(): void {
    for (const name of Object.keys(this.state.cuts)) this.setCut(name, { low: null, high: null });
  }

  /** Codes of the chosen signal and of all backgrounds, in the dataset's order. */
  get codes(): { signal: number; backgrounds: number[] } {
    const { dataset } = this;
    if (dataset === null) return { signal: -1, backgrounds: [] };
    const backgrounds = backgroundCodes(dataset, this.datasetFacts);
    return { signal: dataset.processes.indexOf(this.state.signal), backgrounds };
  }

  // --- the model ----------------------------------------------------------------------------

  get trainingConfig(): ModelConfig {
    const features = this.state.network.inputs.map((name) => this.featureIndex(name));
    return modelConfig(this.state, features, this.codes);
  }

  /** Names the events a model learns from: losses on others cannot be compared. */
  get trainingEvents(): string {
    const { dataset, network, cuts } = this.state;
    return network.onlyPassing ? `${dataset} ${JSON.stringify(cuts)}` : dataset;
  }

  /** Changes the model: whatever was trained is gone, as the page says. */
  chooseModel(model: ModelName): void {
    this.state = { ...this.state, model };
    this.renewModel();
  }

  /** As chooseModel; inputs, events and seed are also those of trees. */
  updateNetwork(patch: Partial<NetworkChoice>): void {
    this.state = { ...this.state, network: { ...this.state.network, ...patch } };
    this.renewModel();
  }

  /** As chooseModel. */
  updateTrees(patch: Partial<TreesChoice>): void {
    this.state = { ...this.state, trees: { ...this.state.trees, ...patch } };
    this.renewModel();
  }

  /** A new, untrained model of the page's own. */
  private renewModel(): void {
    this.state = { ...this.state, opened: null };
    this.resetTraining(0);
    this.address.writeSoon();
    this.changed();
  }

  /** The model as it began, from the seed or as opened, trained at once for `epochs` of a link. */
  resetTraining(epochs: number): void {
    if (this.dataset === null || this.codes.signal < 0) return;
    const mask = this.state.network.onlyPassing ? this.filter!.mask() : null;
    const { opened } = this.state;
    this.state = { ...this.state, epochs };
    this.targetEpochs = epochs;
    this.edits.begin(opened);
    this.split = splitFor(opened, this.facts.split);
    const start = opened === null ? null : { network: opened.network, split: this.split };
    this.training.configure(this.trainingConfig, mask, start);
    if (epochs > 0) this.training.train(epochs);
    this.address.writeSoon();
    this.changed();
  }

  /** Shows a network that was trained elsewhere. ExchangeError where this page cannot use it. */
  async openNetwork(stored: StoredNetwork): Promise<void> {
    const choices = { ...choicesFor(stored, this.facts), epochs: 0, threshold: null };
    if (this.dataset !== null && choices.dataset === this.state.dataset) {
      this.state = { ...this.state, ...choices };
      this.prepare(this.dataset);
    } else if (this.loaderOf(choices.dataset) !== null) {
      await this.open(choices);
    } else {
      throw new ExchangeError("exchange.notready", { name: choices.dataset });
    }
  }

  /** A new worker, and the same model trained again as far as it was: the seed makes it the same. */
  reviveTraining(): void {
    this.training.revive();
    this.resetTraining(this.state.epochs);
  }

  train(): void {
    this.training.train(LIMITS.epochs.high);
    this.changed();
  }

  pause(): void {
    this.targetEpochs = 0;
    this.training.pause();
  }

  /**
   * Changes one weight of the network by hand, or the bias of neuron `to` where `from` is −1.
   *
   * From then on it travels in the link as an opened network does: no setting gives it any more.
   */
  setWeight(place: WeightPlace, value: number): void {
    const { network, state } = this.training;
    const isSound = state !== "diverged" && state !== "failed" && Number.isFinite(value);
    if (network !== null && isSound) this.training.setWeight(place, within(value, LIMITS.weight));
  }

  /** The network as it was before it was changed by hand, trained again from where it began. */
  undoEdits(): void {
    const { before } = this.edits;
    if (before === null) return;
    this.state = { ...this.state, opened: before.opened };
    this.resetTraining(before.epochs);
  }

  /** A network that was changed by hand is from now on an opened one. */
  private noticeEdits(): void {
    const opened = this.edits.news(this);
    if (opened === null) return;
    this.targetEpochs = 0;
    this.state = { ...this.state, opened, epochs: 0 };
    this.address.writeSoon();
  }

  private trainingChanged(): void {
    const { history } = this.training;
    this.noticeEdits();
    // The table compares models by their settings, and an opened one is not made by its settings.
    if (this.state.opened === null) {
      this.attempts.record(this.trainingConfig, this.trainingEvents, history);
    }
    const epochs = Math.max(this.targetEpochs, this.training.epoch);
    if (epochs !== this.state.epochs) {
      this.state = { ...this.state, epochs };
      this.address.writeSoon();
    }
    this.changed();
  }
}
