/** What is not known, on sliders, and what it costs: a fit that follows every one of them. */
import type { JSX } from "preact";
import { LIMITS, type MeasurementChoice, SELECTIONS } from "../../choices";
import { t } from "../../text";
import { Choice, Slider } from "../components/controls";
import { Quantity } from "../components/measured";
import { UncertaintySlider } from "../components/uncertainty";
import { useHunt } from "../context";
import { chosenPercent } from "../format";
import type { Expectation, Planned } from "./expectation";
import { LuminosityControl, LuminosityPlot } from "./luminosity";
import { type Measurement, metFeatures } from "./measurement";
import { Stairs } from "./stairs";
import { selectionText } from "./words";

export function Unknown(props: {
  measurement: Measurement;
  expectation: Expectation | null;
  hasModel: boolean;
}): JSX.Element {
  const { measurement, hasModel } = props;
  return (
    <section class="card unknown" aria-label={t("decide.unknown")}>
      <h2>{t("decide.unknown")}</h2>
      <p>{t("decide.unknown.intro")}</p>
      <div class="unknown-parts">
        <div class="unknown-sliders">
          <KeptBy measurement={measurement} hasModel={hasModel} />
          <Sliders />
          <LuminosityControl luminosity={measurement.luminosity} />
        </div>
        <Expected measurement={measurement} expectation={props.expectation} />
      </div>
    </section>
  );
}

/** The fit, or why there is none. */
function Expected(props: {
  measurement: Measurement;
  expectation: Expectation | null;
}): JSX.Element | null {
  const { expectation } = props;
  const { binned, isWaiting } = props.measurement;
  if (binned.kind === "missing") {
    return (
      <p>
        <Quantity value={binned} />
      </p>
    );
  }
  if (expectation === null) return null;
  const planned = { ...props.measurement, bins: binned.bins };
  return <Fitted planned={planned} expectation={expectation} isWaiting={isWaiting} />;
}

/** The expectation of a measurement that can be fitted, planned or locked. */
export function Fitted(props: {
  planned: Planned;
  expectation: Expectation;
  isWaiting: boolean;
}): JSX.Element {
  const { planned, expectation } = props;
  const nBins = planned.bins.signal.sum.length;
  return (
    <div>
      <p class="soft">{nBins === 1 ? t("decide.bins.one") : t("decide.bins.many", { n: nBins })}</p>
      <Stairs expectation={expectation} uncertain={planned.uncertain} />
      <p class="soft" role="status">
        {props.isWaiting ? t("decide.met.waiting") : ""}
      </p>
      <LuminosityPlot expectation={expectation} luminosity={planned.luminosity} />
    </div>
  );
}

function KeptBy(props: { measurement: Measurement; hasModel: boolean }): JSX.Element {
  const hunt = useHunt();
  const { selection, threshold } = props.measurement;
  if (!props.hasModel) return <p>{t("decide.keep.nomodel")}</p>;
  return (
    <>
      <Choice
        label={t("decide.keep")}
        value={selection}
        options={SELECTIONS.map((value) => ({ value, label: t(`decide.keep.${value}`) }))}
        onChange={(value) => change(hunt, { selection: value })}
      />
      <p class="help">{selectionText(selection, threshold)}</p>
    </>
  );
}

function change(hunt: ReturnType<typeof useHunt>, patch: Partial<MeasurementChoice>): void {
  hunt.update({ measurement: { ...hunt.state.measurement, ...patch } });
}

function Sliders(): JSX.Element {
  const hunt = useHunt();
  const { measurement } = hunt.state;
  const metNames = metFeatures(hunt).map((column) => hunt.features[column].symbol);
  const relative = (field: "luminosityError" | "metScale", help: string): JSX.Element => (
    <Slider
      label={t(`decide.slider.${field}`)}
      value={measurement[field]}
      limits={LIMITS[field]}
      step={0.005}
      display={chosenPercent(measurement[field])}
      onChange={(value) => change(hunt, { [field]: value })}
      help={help}
    />
  );
  return (
    <>
      <UncertaintySlider
        label={t("decide.slider.background")}
        help={t("decide.slider.background.help")}
      />
      {relative("luminosityError", t("decide.slider.luminosityError.help"))}
      {metNames.length > 0 ? (
        relative("metScale", t("decide.slider.metScale.help", { features: metNames.join(", ") }))
      ) : (
        <p class="help">{t("decide.slider.metScale.none")}</p>
      )}
      <Slider
        label={t("decide.slider.scoreBins")}
        value={measurement.scoreBins}
        limits={LIMITS.scoreBins}
        step={1}
        onChange={(scoreBins) => change(hunt, { scoreBins })}
        help={t("decide.slider.scoreBins.help")}
      />
    </>
  );
}
