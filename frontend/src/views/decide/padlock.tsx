/** A closed padlock; what it means is always written beside it. */
import type { JSX } from "preact";

export function Padlock(): JSX.Element {
  return (
    <svg class="padlock" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.8" />
      <rect x="3" y="7" width="10" height="7.5" rx="1.5" fill="currentColor" />
    </svg>
  );
}
