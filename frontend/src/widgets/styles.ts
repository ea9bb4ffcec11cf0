/** The styles of the page, for a shadow tree; the build puts them here (vite.widgets.config.ts). */
declare const PAGE_STYLES: string;

export function styles(): string {
  return PAGE_STYLES;
}
