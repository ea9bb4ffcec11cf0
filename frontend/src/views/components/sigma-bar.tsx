/** Bars on a scale of standard deviations, with the marks physicists look for: 3σ and 5σ. */
import type { JSX } from "preact";
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { formatSigma } from "../format";

export interface SigmaBarProps {
  readonly label: string;
  readonly bars: readonly {
    readonly label: string;
    readonly z: Measured;
    /** What it would be without a loss, which is drawn hatched. */
    readonly without?: number;
  }[];
}

/** The scale ends at 6σ, or beyond the longest bar. */
function scaleEnd(props: SigmaBarProps): number {
  const ends = props.bars.map(({ z }) => (z.kind === "value" ? z.value + z.uncertainty : 0));
  return Math.max(6, ...ends.map((end) => Math.ceil(end + 0.5)));
}

export function SigmaBar(props: SigmaBarProps): JSX.Element {
  const end = scaleEnd(props);
  const share = (z: number): string => `${Math.max(0, Math.min(100, (100 * z) / end))}%`;
  return (
    <figure class="sigma-bars" aria-label={props.label}>
      {props.bars.map(({ label, z, without = 0 }) => (
        <div key={label} class="sigma-row">
          <span class="sigma-name">{label}</span>
          <span class="sigma-track">
            {z.kind === "value" && (
              <>
                <span class="sigma-fill" style={{ width: share(z.value) }} />
                {without > z.value && (
                  <span
                    class="sigma-lost"
                    style={{
                      left: share(z.value),
                      width: `${parseFloat(share(without)) - parseFloat(share(z.value))}%`,
                    }}
                  />
                )}
                <span
                  class="sigma-error"
                  style={{
                    left: share(z.value - z.uncertainty),
                    width: share(2 * z.uncertainty),
                  }}
                />
              </>
            )}
            <span class="sigma-mark" style={{ left: share(3) }} />
            <span class="sigma-mark" style={{ left: share(5) }} />
          </span>
          <span class="sigma-value quantity">
            {z.kind === "value" ? formatSigma(z.value, z.uncertainty) : "–"}
          </span>
        </div>
      ))}
      <div class="sigma-row sigma-scale" aria-hidden="true">
        <span class="sigma-name" />
        <span class="sigma-track">
          {/* Beyond 15σ the two marks stand too close for two labels. */}
          {end <= 15 && (
            <span style={{ left: share(3) }}>
              3σ <span class="word">{t("sigma.evidence")}</span>
            </span>
          )}
          <span style={{ left: share(5) }}>
            5σ <span class="word">{t("sigma.discovery")}</span>
          </span>
        </span>
        <span class="sigma-value" />
      </div>
    </figure>
  );
}
