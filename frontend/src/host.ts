/** Who hands this page out: the program, some other site, or a disk. */
import type { TextKey } from "./text";

type Host = "app" | "site" | "file";

function metaNamed(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="fivesigma-${name}"]`)?.content ?? "";
}

/** Names everything that belongs to this version of the page; "" while it is being developed. */
export function pageBuild(): string {
  const build = metaNamed("build");
  return build.startsWith("__") ? "" : build;
}

/** What to do about a failure depends on who hands the page out. */
const ELSEWHERE: Partial<Record<string, Readonly<Record<"site" | "file", TextKey>>>> = {
  "error.offline": { site: "error.offline.site", file: "error.file" },
  "error.server": { site: "error.server.site", file: "error.file" },
  "error.damaged": { site: "error.damaged.site", file: "error.file" },
  "exchange.notready": { site: "exchange.notready.site", file: "exchange.notready.site" },
  "error.nodata": { site: "error.server.site", file: "error.file" },
};

/** The text of a failure that is right for whoever hands this page out. */
export function failureKey(key: string): string {
  const host = metaNamed("home") as Host;
  return host === "site" || host === "file" ? (ELSEWHERE[key]?.[host] ?? key) : key;
}
