/** The training worker: wires a TrainingSession to the page's messages. */
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

const session = new TrainingSession({
  post: (message: FromWorker) => self.postMessage(message),
  now: () => performance.now(),
  later: (turn) => {
    nextTurn = turn;
    channel.port2.postMessage(null);
  },
});

self.onmessage = (event: MessageEvent<ToWorker>) => session.receive(event.data);
