/**
 * The page's views as widgets of a notebook: one program, which the trait `_kind` tells what to be.
 *
 * Everything is drawn in a shadow tree, so that neither the notebook's styles nor the page's reach
 * into each other. Nothing is fetched: events, facts and worker are all at hand.
 */
import { type JSX, render } from "preact";
import { Hunt } from "../hunt";
import { corner } from "../whereabouts";
import { decodeColumnar } from "../model/columnar";
import type { Facts, FeatureFacts } from "../model/types";
import "../styles/app.css";
import "../styles/base.css";
import "../styles/widgets.css";
import { speak } from "../text";
import { isLanguage } from "../text/languages";
import { HuntContext } from "../views/context";
import type { NodePlace } from "../views/learn/layout";
import { Hatches } from "../views/plots/palette";
import { choose, follow, open, tieCrossFilter, tieTrainer, type Untie } from "./links";
import { bytesOf, type WidgetModel } from "./model";
import { styles } from "./styles";
import { CrossFilterView, DrawingView, TrainerView } from "./views";

interface Context {
  readonly model: WidgetModel;
  readonly el: HTMLElement;
}

/** One widget: what it is about lives as long as its model, however often it is shown. */
export default function widget(): object {
  let hunt: Hunt | null = null;
  let ready: Promise<void> | null = null;
  const begin = async (model: WidgetModel): Promise<void> => {
    const language = String(model.get("language"));
    await speak(isLanguage(language) ? language : "en");
    if (model.get("_kind") !== "drawing") hunt = huntOf(model);
  };
  return {
    initialize({ model }: Pick<Context, "model">): Promise<Untie> {
      ready = begin(model);
      return ready.then(() => {
        const untie = tie(model, hunt);
        return () => {
          untie();
          hunt?.end();
        };
      });
    },
    async render({ model, el }: Context): Promise<Untie> {
      await (ready ??= begin(model));
      const root = shadowOf(el);
      return hunt === null ? showDrawing(model, root) : showHunt(model, root, hunt);
    },
  };
}

function huntOf(model: WidgetModel): Hunt {
  const hunt = new Hunt(model.get("_facts") as Facts, null, corner());
  hunt.prepare(decodeColumnar(bytesOf(model.get("_events"))));
  follow(hunt, model);
  if (model.get("_kind") === "cross-filter") {
    const [scale, display] = [model.get("scale"), model.get("display")];
    hunt.update({
      scale: scale === "log" ? "log" : "linear",
      display: display === "shapes" ? "shapes" : "stack",
    });
    return hunt;
  }
  choose(hunt, model.get("settings"));
  const network = model.get("_network");
  if (typeof network === "string" && network !== "") void open(hunt, network);
  return hunt;
}

function tie(model: WidgetModel, hunt: Hunt | null): Untie {
  if (hunt === null) return () => undefined;
  return model.get("_kind") === "trainer" ? tieTrainer(hunt, model) : tieCrossFilter(hunt, model);
}

function shadowOf(el: HTMLElement): HTMLElement {
  const shadow = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = styles();
  const root = document.createElement("div");
  root.className = "page widget";
  shadow.append(style, root);
  return root;
}

function showHunt(model: WidgetModel, root: HTMLElement, hunt: Hunt): Untie {
  const View = model.get("_kind") === "trainer" ? TrainerView : CrossFilterView;
  draw(
    <HuntContext.Provider value={hunt}>
      <Hatches />
      <View />
    </HuntContext.Provider>,
    root,
  );
  return () => draw(null, root);
}

function showDrawing(model: WidgetModel, root: HTMLElement): Untie {
  const onChoose = ({ layer, index }: NodePlace): void => {
    model.set("chosen", [layer, index]);
    model.save_changes();
    again();
  };
  const again = (): void => {
    const [layer, index] = model.get("chosen") as [number, number];
    const drawn = {
      network: model.get("_network") as string,
      inputs: model.get("_inputs") as FeatureFacts[],
      values: model.get("values") as number[] | null,
      chosen: { layer, index },
    };
    draw(<DrawingView {...drawn} onChoose={onChoose} />, root);
  };
  const events = ["change:_network", "change:values", "change:chosen"];
  for (const event of events) model.on(event, again);
  again();
  return () => {
    for (const event of events) model.off(event, again);
    draw(null, root);
  };
}

function draw(what: JSX.Element | null, root: HTMLElement): void {
  render(what, root);
}
