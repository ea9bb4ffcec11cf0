/** The worker: wires a TrainingSession, one long judgement, or a sorting to the page's messages. */
import { judge, type JudgingNews, type JudgingOrder } from "./model/judging";
import { useSumProducts } from "./model/kernels";
import { sortedColumn } from "./model/order";
import type { FromWorker, ToWorker } from "./model/protocol";
import { TrainingSession } from "./model/session";
import { compileSumProducts } from "./model/simd";
import type { SortingOrder } from "./sorting";

declare const self: DedicatedWorkerGlobalScope;

// A message to oneself waits behind those of the page, and without a timer's 4 ms of idling.
const channel = new MessageChannel();
let nextTurn: (() => void) | null = null;
channel.port1.onmessage = () => nextTurn?.();

// Where the browser cannot, the kernels in TypeScript give the same numbers.
useSumProducts(compileSumProducts());

// A worker does one of them: the page makes one for each, so that one queue is enough.
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

function sort({ columns }: SortingOrder): void {
  const sorted = columns.map(sortedColumn);
  const buffers = sorted.flatMap((column) => [column.order.buffer, column.sorted.buffer]);
  self.postMessage(sorted, buffers);
}

self.onmessage = ({ data }: MessageEvent<ToWorker | JudgingOrder | SortingOrder>) => {
  if (data.type === "sort") sort(data);
  else if (isJudgement(data)) judge(data, world);
  else session.receive(data);
};
