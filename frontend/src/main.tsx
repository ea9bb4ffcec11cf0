/** Boots the page: facts first, then the state of the address, then the events. */
import { render } from "preact";
import { fetchFacts, PageError } from "./data";
import { Hunt } from "./hunt";
import { keptTable } from "./own/store";
import { keepForOffline } from "./offline/register";
import "./styles/base.css";
import { App, Failure } from "./views/app";
import { HuntContext } from "./views/context";

async function boot(root: HTMLElement): Promise<void> {
  try {
    const [facts, own] = await Promise.all([fetchFacts(), keptTable()]);
    const hunt = new Hunt(facts, own);
    await hunt.speakAsAsked();
    render(
      <HuntContext.Provider value={hunt}>
        <App />
      </HuntContext.Provider>,
      root,
    );
    await hunt.start();
    await keepForOffline();
  } catch (error) {
    const key = error instanceof PageError ? error.key : "error.unexpected";
    render(
      <main>
        <Failure reason={key} />
      </main>,
      root,
    );
  }
}

const root = document.getElementById("app");
if (root !== null) void boot(root);
