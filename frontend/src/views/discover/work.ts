/** What takes a worker's time at Discover: begun when it is seen, ended with what shows it. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Judgement } from "../../judgement";
import { makeWorker } from "../../makeWorker";
import type { JudgingOrder } from "../../model/judging";
import { useChanging } from "../context";

/** The work that `order` asks for; null while there is none, or none of this order yet. */
export function useJudgement(order: JudgingOrder | null): Judgement | null {
  const judgement = useMemo(() => new Judgement(makeWorker), []);
  const begun = useRef<JudgingOrder | null>(null);
  useChanging(judgement);
  useEffect(() => {
    begun.current = order;
    if (order !== null) judgement.start(order, "");
    return () => judgement.stop();
  }, [order]);
  return order !== null && begun.current === order ? judgement : null;
}
