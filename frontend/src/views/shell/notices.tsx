/** What was asked for and cannot be had: by a link, by the data, or by Python. */
import type { JSX } from "preact";
import { t, tDynamic } from "../../text";
import { useHunt } from "../context";

/** The region is there before its first text: only then is that read aloud. */
export function Notices(): JSX.Element {
  const hunt = useHunt();
  const isEmpty = hunt.notices.length === 0;
  return (
    <section class={isEmpty ? "" : "notices"} role="status" aria-label={t("notice.title")}>
      {!isEmpty && (
        <>
          <ul>
            {hunt.notices.map((notice, index) => (
              <li key={index}>{tDynamic(notice.key, notice.values)}</li>
            ))}
          </ul>
          <button type="button" onClick={() => hunt.dismissNotices()}>
            {t("notice.dismiss")}
          </button>
        </>
      )}
    </section>
  );
}
