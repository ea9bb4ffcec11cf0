/** The training worker: wires a TrainingSession, or one long judgement, to the page's messages. */
import { judge, type JudgingNews, type JudgingOrder } from "./model/judging";
import { useSumProducts } from "./model/kernels";
import type { FromWorker, ToWorker } from "./model/protocol";
import { TrainingSession } from "./model/session";
import { compileSumProducts } from "./model/simd";

declare const self: DedicatedWorkerGlobalScope;

// A message to oneself waits behind those of the page, and without a timer's 4 ms of idling.
const channel = new MessageChannel();
let nextTurn: (() => void) | null = null;
channel.port1.onmessage = () => nextTurn?.();

// Where the browser cannot, the kernels in TypeScript give the same numbers.
useSumProducts(compileSumProducts());

// A worker trains or judges: the page makes one for each, so that one queue is enough.
const world = {
  post: (message: FromWorker | JudgingNews) => self.postMessage(message),
  now: () => performance.now(),
  later: (turn: () => void) => {
    nextTurn = turn;
    channel.port2.postMessage(null);
  },
};
const session = new TrainingSession(world);

const JUDGEMENTS: readonly string[] = ["importance", "k-fold", "discovery", "reach"];

function isJudgement(message: ToWorker | JudgingOrder): message is JudgingOrder {
  return JUDGEMENTS.includes(message.type);
}

self.onmessage = ({ data }: MessageEvent<ToWorker | JudgingOrder>) => {
  if (isJudgement(data)) judge(data, world);
  else session.receive(data);
};
