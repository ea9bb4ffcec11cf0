/** What the threshold does to signal and background: two right decisions and two kinds of mistake. */
import type { JSX } from "preact";
import { fraction } from "../../model/verdict";
import type { Expected } from "../../model/verdict";
import type { Yield } from "../../model/types";
import { add } from "../../model/yields";
import { t } from "../../text";
import { yieldText } from "../components/measured";
import { useHunt } from "../context";
import { formatNumber } from "../format";
import type { Divided } from "./verdict";
import { percentText, scoreText } from "./words";

export function Confusion(props: { divided: Divided; threshold: number }): JSX.Element {
  const hunt = useHunt();
  const { kept, rejected } = props.divided;
  const luminosity = formatNumber(hunt.datasetFacts.luminosity_ifb);
  const at = { threshold: scoreText(props.threshold) };
  return (
    <>
      <table class="confusion">
        <caption class="visually-hidden">{t("judge.confusion.caption", { luminosity })}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("judge.confusion.kept", at)}</th>
            <th scope="col">{t("judge.confusion.rejected", at)}</th>
          </tr>
        </thead>
        <tbody>
          <ClassRow kind="signal" kept={kept.signal} rejected={rejected.signal} />
          <ClassRow kind="background" kept={kept.background} rejected={rejected.background} />
        </tbody>
      </table>
      <p class="help">{t("judge.confusion.help", { luminosity })}</p>
    </>
  );
}

/** The same in one sentence: what was kept, and how much of it is signal. */
export function KeptSentence(props: { divided: Divided }): JSX.Element {
  const { kept, rejected } = props.divided;
  if (kept.signal.count + kept.background.count === 0) {
    return <p class="kept-sentence">{t("judge.confusion.nothing")}</p>;
  }
  const values = {
    signal: percentText(fraction(kept.signal, rejected.signal)),
    background: percentText(fraction(kept.background, rejected.background)),
    purity: percentText(fraction(kept.signal, kept.background)),
    all: yieldText(add(kept.signal, kept.background)),
  };
  return <p class="kept-sentence">{t("judge.confusion.sentence", values)}</p>;
}

function ClassRow(props: { kind: keyof Expected; kept: Yield; rejected: Yield }): JSX.Element {
  const { kind, kept, rejected } = props;
  return (
    <tr class={kind}>
      <th scope="row">{t(`judge.${kind}`)}</th>
      <Cell name={t(`judge.confusion.${kind}.kept`)} own={kept} other={rejected} />
      <Cell name={t(`judge.confusion.${kind}.rejected`)} own={rejected} other={kept} />
    </tr>
  );
}

function Cell(props: { name: string; own: Yield; other: Yield }): JSX.Element {
  const share = fraction(props.own, props.other);
  const width = share.kind === "value" ? Math.min(100, Math.max(0, 100 * share.value)) : 0;
  return (
    <td>
      <span class="cell-name">{props.name}</span>
      <span class="quantity">{yieldText(props.own)}</span>
      <span class="share">{percentText(share)}</span>
      <span class="share-bar" aria-hidden="true">
        <span style={{ width: `${width}%` }} />
      </span>
    </td>
  );
}
