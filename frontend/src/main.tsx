/** Boots the page: facts first, then the state of the address, then the events. */
import { render } from "preact";
import { failureOf, fetchFacts } from "./data";
import { FragmentReader } from "./fragment";
import { Hunt } from "./hunt";
import { Journal } from "./journal/journal";
import { keptTable } from "./own/store";
import { keepForOffline } from "./offline/register";
import "./styles/base.css";
import { language, speak } from "./text";
import { bestLanguage, numberLocale, SPOKEN } from "./text/languages";
import { App, Failure } from "./views/app";
import { HuntContext } from "./views/context";
import { pageWhereabouts } from "./whereabouts";

async function boot(root: HTMLElement): Promise<void> {
  const speaking = beginToSpeak();
  try {
    const [facts, own] = await Promise.all([fetchFacts(), keptTable(), speaking]);
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
    const key = failureOf(error);
    await speaking;
    document.documentElement.lang = numberLocale(language());
    render(
      <main>
        <Failure reason={key} />
      </main>,
      root,
    );
  }
}

/** Has the texts come beside the facts; whether they could be had, speakAsAsked finds out. */
async function beginToSpeak(): Promise<void> {
  const { fragment, store } = pageWhereabouts();
  const asked = new FragmentReader(fragment()).optionalChoice("lang", SPOKEN);
  const own = new Journal(store, () => undefined).content.preferences.language;
  await speak(asked ?? own ?? bestLanguage(navigator.languages)).catch(() => undefined);
}

const root = document.getElementById("app");
if (root !== null) void boot(root);
