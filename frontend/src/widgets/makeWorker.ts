/** The training worker inside the program itself: a notebook has no address to fetch it from. */
import InlineWorker from "../worker?worker&inline";

export function makeWorker(): Worker {
  return new InlineWorker();
}
