/** What was asked for and cannot be had: by a link, by the data, or by Python. */
import type { JSX } from "preact";
import { t, tDynamic } from "../../text";
import { useHunt } from "../context";

export function Notices(): JSX.Element | null {
  const hunt = useHunt();
  if (hunt.notices.length === 0) return null;
  return (
    <section class="notices" role="status" aria-label={t("notice.title")}>
      <ul>
        {hunt.notices.map((notice, index) => (
          <li key={index}>{tDynamic(notice.key, notice.values)}</li>
        ))}
      </ul>
      <button type="button" onClick={() => hunt.dismissNotices()}>
        {t("notice.dismiss")}
      </button>
    </section>
  );
}
