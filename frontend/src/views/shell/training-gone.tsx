/** Said at every stop: the worker that trains is gone, or says nothing; and the way on. */
import type { JSX } from "preact";
import { t } from "../../text";
import { useHunt } from "../context";

export function TrainingGone(): JSX.Element | null {
  const hunt = useHunt();
  const { reason, isSilent } = hunt.training;
  const isGone = reason === "worker";
  if (!isGone && !isSilent) return null;
  return (
    <section class="notices" role="alert">
      <p>{t(isGone ? "progress.worker.gone" : "progress.worker.silent")}</p>
      <button type="button" onClick={() => hunt.reviveTraining()}>
        {t("progress.worker.again")}
      </button>
    </section>
  );
}
