/** The report as one file: no scripts, nothing fetched, what a person typed only ever as text. */
import base from "../../styles/base.css?inline";
import discover from "../../styles/discover.css?inline";
import { language } from "../../text";
import { direction } from "../../text/languages";

/** Nothing may be loaded or run, whatever a text contains. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * `paper`: the report as it stands on the page; the browser writes its texts escaped. Put together
 * as text, since the page's own policy refuses styles even in a copy of an element.
 */
export function reportFile(paper: HTMLElement, title: string): string {
  const spoken = language();
  // A section of the page, but a page of its own in the file.
  const article = paper.outerHTML.replace(
    /<(\/?)h([34])\b/g,
    (_, slash: string, level: string) => `<${slash}h${Number(level) - 2}`,
  );
  const hatches = document.querySelector("svg.definitions")?.outerHTML ?? "";
  return `<!doctype html>
<html lang="${spoken}" dir="${direction(spoken)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${base}\n${discover}</style>
</head>
<body>${hatches}<main>${article}</main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
