/** Lesson plans: how long at which stop, what students do there, what to ask. */
import type { JSX } from "preact";
import { type Plan, PLANS, type Step } from "../../plans";
import { t, tDynamic } from "../../text";

export function Plans(): JSX.Element {
  return (
    <section class="card">
      <h2>{t("teacher.plans")}</h2>
      {PLANS.map((plan) => (
        <PlanTable key={plan.minutes} plan={plan} />
      ))}
    </section>
  );
}

export function stepName(step: Step): string {
  return step === "talks" ? t("teacher.plan.talks") : t(`stop.${step}`);
}

function PlanTable({ plan: { minutes, steps } }: { plan: Plan }): JSX.Element {
  const title = tDynamic(`teacher.plan.${minutes}`);
  return (
    <details>
      <summary>{title}</summary>
      <p>{tDynamic(`teacher.plan.${minutes}.aim`)}</p>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table class="words">
          <thead>
            <tr>
              <th scope="col">{t("teacher.plan.stop")}</th>
              <th scope="col">{t("teacher.plan.minutes")}</th>
              <th scope="col">{t("teacher.plan.do")}</th>
              <th scope="col">{t("teacher.plan.ask")}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(([step, part]) => (
              <tr key={step}>
                <th scope="row">{stepName(step)}</th>
                <td>{part}</td>
                <td>{tDynamic(`teacher.do.${step}`)}</td>
                <td>{tDynamic(`teacher.ask.${step}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
