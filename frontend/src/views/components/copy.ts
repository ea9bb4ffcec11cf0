/** Puts a text on the clipboard, where the browser lends it. */
import { useState } from "preact/hooks";

/** "manual": the reader has to copy it by hand. */
export type Copied = "not-yet" | "copied" | "manual";

export function useCopy(): readonly [copied: Copied, copy: (text: string) => Promise<void>] {
  const [copied, setCopied] = useState<Copied>("not-yet");
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied("copied");
    } catch {
      // Browsers lend the clipboard to https and localhost only, not to a classroom's http address.
      setCopied("manual");
    }
  };
  return [copied, copy];
}
