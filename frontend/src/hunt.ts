/**
 * The hunt: where the state, the events, the cuts and the model of the page meet.
 *
 * Views read from here (rooms.ts) and call its verbs; after each change every subscriber is told
 * once a frame.
 */
import { withCut } from "./board";
import { type Change, Changeover, type Outcome } from "./changeover";
import type { ModelName, NetworkChoice, TreesChoice } from "./choices";
import { modelConfig } from "./config";
import { PageError } from "./data";
import { featuresOf, fittingCuts } from "./features";
import { movedTo } from "./fitting";
import { ExchangeError, type StoredNetwork } from "./model/exchange";
import type { SortedColumn } from "./model/order";
import { FULL_DETECTOR, rowsName } from "./model/level";
import type { ModelConfig } from "./model/protocol";
import type { Dataset, Interval, Level, WeightPlace } from "./model/types";
import { choicesFor } from "./opened";
import { hasPhysics } from "./own/physics";
import { isOwnId, type OwnSet } from "./own/set";
import { Rooms } from "./rooms";
import type { State, Stop } from "./state";
import { bestLanguage, direction, type Language, numberLocale } from "./text/languages";
import { isSpeaking, language, speak } from "./text";

export class Hunt extends Rooms {
  private readonly changeover = new Changeover(this.events, this);

  /** Ends the workers of a hunt that nobody looks at any more. */
  end(): void {
    this.training.end();
    this.judging.end();
  }

  // --- the events ---------------------------------------------------------------------------

  /** Looks which datasets are there, opens the one asked for, and waits for others to arrive. */
  async start(): Promise<void> {
    await this.arrivals.refresh();
    await this.open(this.state.dataset, (now) => now, this.state.level);
  }

  /** The reader edited the address or followed a link: read it as if the page had just opened. */
  protected async followAddress(): Promise<void> {
    const { state, notices } = this.bookmark.read();
    this.bookmark.earlier = null;
    const before = this.notices;
    if ((await this.open(state.dataset, () => state, state.level)) !== "shown") return;
    // What was said on the way stays: other events may have come than those asked for.
    this.notices = [...notices, ...this.notices.filter((notice) => !before.includes(notice))];
    await this.speakAsAsked();
    this.changed();
  }

  /** Switches to another dataset; the signal and the cuts stay where the new one has them too. */
  async chooseDataset(id: string): Promise<void> {
    if (this.events.factsOf(id) === undefined) return;
    await this.open(id, (now) => movedTo(this.facts, id, now));
  }

  /** The same collisions with more or less of the detector; the same model learns from them anew. */
  async chooseLevel(level: Level): Promise<void> {
    await this.open(this.state.dataset, (now) => ({ ...now, level }), level);
  }

  /** Opens the reader's own table; there is one at a time. */
  async adopt(own: OwnSet): Promise<void> {
    const { id } = own.facts;
    this.events.setOwn(own, this.state.dataset);
    await this.open(id, (now) => {
      const moved = movedTo(this.facts, id, now);
      const isLost = now.stop === "collide" && !hasPhysics(featuresOf(this.facts, id));
      return isLost ? { ...moved, stop: "explore" } : moved;
    });
  }

  /** Forgets the reader's own table, and shows another set; false where no other can be shown. */
  async letGo(): Promise<boolean> {
    if (isOwnId(this.datasetFacts.id)) {
      const ready = this.arrivals.anyReady;
      if (ready === undefined) return false;
      await this.chooseDataset(ready);
      if (this.state.dataset !== ready) return false;
    }
    this.events.setOwn(null);
    this.changed();
    return true;
  }

  /** Brings events here and changes the state with them; the address says what came of it. */
  private async open(id: string, change: Change, level = FULL_DETECTOR): Promise<Outcome> {
    const outcome = await this.changeover.to(id, change, level);
    // A link that could not be followed must not stand above what is shown.
    if (outcome !== "late" && this.dataset !== null) this.address.writeSoon();
    this.changed();
    return outcome;
  }

  /** Shows events that are at hand; `columns`: theirs in order, where somebody has sorted them. */
  prepare(dataset: Dataset, columns: readonly SortedColumn[] | null = null): void {
    const isNew = this.board.lay(dataset, this.features, columns);
    if (isNew) this.training.load(dataset, this.facts.split);
    this.board.setCuts(this.state.cuts);
    this.resetTraining(this.state.epochs);
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

  setCut(name: string, interval: Interval): void {
    this.board.setCut(name, interval);
    this.state = { ...this.state, cuts: withCut(this.state.cuts, name, interval) };
    if (this.state.network.onlyPassing) this.renewModel();
    this.address.writeSoon();
    this.changed();
  }

  clearCuts(): void {
    for (const name of Object.keys(this.state.cuts)) this.setCut(name, { low: null, high: null });
  }

  dismissNotices(): void {
    this.notices = [];
    this.changed();
  }

  // --- what was done before -----------------------------------------------------------------

  /** Goes on where the reader was when the page was last used. */
  goOn(): void {
    this.bookmark.goOn();
    this.changed();
  }

  /** Leaves alone where the reader was; it is there until something new is done. */
  stayHere(): void {
    this.bookmark.earlier = null;
    this.changed();
  }

  /** Goes on from saved progress. JournalError where the text is none. */
  openProgress(text: string): void {
    this.journal.openFile(text);
    this.bookmark.earlier = this.journal.content.address;
    this.goOn();
  }

  /** Begins anew: what was done is forgotten, here and in every other tab. */
  startAnew(): void {
    this.journal.clear();
    this.bookmark.startAnew();
  }

  // --- the language -------------------------------------------------------------------------

  /** The reader's own choice; it wins over the link's. */
  async chooseLanguage(code: Language): Promise<void> {
    if (await this.speakAsAsked({ language: code })) {
      this.journal.update("preferences", (before) => ({ ...before, language: code }));
      this.update({ language: this.state.language === null ? null : code });
    }
    this.changed();
  }

  /**
   * In the link's language, else the reader's own choice, else the browser's. False where another
   * was asked for meanwhile, and, with a notice, where its texts cannot be had.
   */
  async speakAsAsked(asked: Pick<State, "language"> = this.state): Promise<boolean> {
    const own = this.journal.content.preferences.language;
    const code = asked.language ?? own ?? bestLanguage(navigator.languages);
    try {
      await speak(code);
    } catch {
      if (!isSpeaking()) throw new PageError("error.offline");
      this.notices = [...this.notices, { key: "notice.language", values: {} }];
      return false;
    }
    if (language() !== code) return false;
    this.events.retell();
    document.documentElement.lang = numberLocale(language());
    document.documentElement.dir = direction(language());
    return true;
  }

  // --- the model ----------------------------------------------------------------------------

  get trainingConfig(): ModelConfig {
    const features = this.state.network.inputs.map((name) => this.featureIndex(name));
    return modelConfig(this.state, features, this.codes);
  }

  /** Names the events a model learns from: losses on others cannot be compared. */
  get trainingEvents(): string {
    const { dataset: id, level, network, cuts } = this.state;
    const rows = rowsName({ id, level });
    return network.onlyPassing ? `${rows} ${JSON.stringify(cuts)}` : rows;
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
    this.state = { ...this.state, epochs };
    this.bench.begin({ config: this.trainingConfig, mask, opened: this.state.opened, epochs });
    this.address.writeSoon();
    this.changed();
  }

  /**
   * Shows a network that was trained elsewhere, on its own events. ExchangeError where this page
   * cannot use it; false where the events did not come.
   */
  async openNetwork(stored: StoredNetwork): Promise<boolean> {
    // A file says nothing of levels: its network knows what the detector shows.
    const level = FULL_DETECTOR;
    const choices = { ...choicesFor(stored, this.facts), level, epochs: 0, threshold: null };
    const { dataset } = choices;
    if (!this.events.has(dataset) && (this.dataset === null || dataset !== this.state.dataset)) {
      throw new ExchangeError("exchange.notready", { name: dataset });
    }
    const outcome = await this.open(dataset, (now) => {
      // What was cut on in a table of one's own may be no variable of these events.
      return { ...now, cuts: fittingCuts(this.facts, dataset, now.cuts), ...choices };
    });
    return outcome === "shown";
  }

  /** A new worker, and the same model trained again as far as it was: the seed makes it the same. */
  reviveTraining(): void {
    this.training.revive();
    this.resetTraining(this.state.epochs);
  }

  train(): void {
    this.bench.train();
    this.changed();
  }

  pause(): void {
    this.bench.pause();
  }

  /**
   * Changes one weight of the network by hand, or the bias of neuron `to` where `from` is −1.
   *
   * From then on it travels in the link as an opened network does: no setting gives it any more.
   */
  setWeight(place: WeightPlace, value: number): void {
    this.bench.setWeight(place, value);
  }

  /** The network as it was before it was changed by hand, trained again from where it began. */
  undoEdits(): void {
    const { before } = this.edits;
    if (before === null) return;
    this.state = { ...this.state, opened: before.opened };
    this.resetTraining(before.epochs);
  }

  protected trainingChanged(): void {
    const { opened, epochs } = this.state;
    const news = this.bench.news(this);
    if (news.opened !== opened || news.epochs !== epochs) {
      this.state = { ...this.state, ...news };
      this.address.writeSoon();
    }
    this.changed();
  }
}
