/** Italian, room by room. */
import common from "./common.json";
import collide from "./collide.json";
import cut from "./cut.json";
import decide from "./decide.json";
import discover from "./discover.json";
import explore from "./explore.json";
import glossary from "./glossary.json";
import facts from "./facts.json";
import judge from "./judge.json";
import learn from "./learn.json";
import lesson from "./lesson.json";
import levels from "./levels.json";
import measured from "./measured.json";
import notebook from "./notebook.json";
import own from "./own.json";
import progress from "./progress.json";

const it = {
  ...common,
  ...collide,
  ...cut,
  ...decide,
  ...discover,
  ...explore,
  ...facts,
  ...glossary,
  ...judge,
  ...learn,
  ...lesson,
  ...levels,
  ...measured,
  ...notebook,
  ...own,
  ...progress,
};
export default it;
