/** Set-up of the tests: they read the page's sentences in English. */
import { speak } from "./index";

await speak("en");
