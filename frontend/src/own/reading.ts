/** The page's end of the worker that reads a table: one worker a job, ended when it is over. */
import { TableProblem } from "../model/csv/problem";
import type { Job, News, Result } from "./protocol";

/** A job under way. */
export interface Reading<R> {
  /** TableProblem where the table cannot be read, or the worker is gone. */
  readonly result: Promise<R>;
  /** Ends it; the result never comes. */
  readonly stop: () => void;
}

/** Has a worker of its own do `job`; `onProgress` hears what share of the file is read. */
export function startReading<J extends Job>(
  job: J,
  onProgress: (share: number) => void,
): Reading<Result<J["type"]>> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const result = new Promise<Result<J["type"]>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<News>) => {
      if (data.type === "progress") {
        onProgress(data.share);
        return;
      }
      worker.terminate();
      if (data.type === "done") resolve(data.result as Result<J["type"]>);
      else reject(new TableProblem(data.key, data.values));
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new TableProblem("own.problem.worker"));
    };
  });
  worker.postMessage(job);
  return { result, stop: () => worker.terminate() };
}
