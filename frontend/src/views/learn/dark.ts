/** Light or dark: a canvas does not follow by itself. */
import { useEffect, useMemo, useState } from "preact/hooks";

/** Whether the page is dark; draws again when the reader changes it. */
export function useDark(): boolean {
  const query = useMemo(() => matchMedia("(prefers-color-scheme: dark)"), []);
  const [isDark, setDark] = useState(query.matches);
  useEffect(() => {
    const follow = (): void => setDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [query]);
  return isDark;
}
