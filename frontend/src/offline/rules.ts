/**
 * Which answer of the browser's store is right for which request, so that the page opens without
 * a network and never mixes two versions. Pure: the service worker obeys.
 */
import type { DatasetStatus } from "../model/types";

/**
 * page: from the network, from the store if that fails.
 * asset: from the store; its name says what is in it.
 * news: from the network if it is of this build, else the store's.
 * data: from the store once it is there; its name says what is in it.
 * leave: none of our business.
 */
export type Rule = "page" | "asset" | "news" | "data" | "leave";

/** The header in which a page says which version it is. */
export const BUILD_HEADER = "x-fivesigma-build";

export const NEWS = ["facts.json", "status.json"] as const;

const DATA = /^data\/[\w.-]+\.bin$/;

/**
 * Files that not every reader needs: kept when they were used. A language, an annex of the page, and
 * the large icons, which the browser fetches by itself when somebody puts the page on the home
 * screen.
 */
export function isOptional(file: string): boolean {
  return OPTIONAL.test(file) || /^icon-\d+\.png$/.test(file);
}

/** Its name without the hash of its content, as vite.config.ts gives it. */
const OPTIONAL = /(?:^|\/)assets\/((?:text|annex)-[a-z-]+)-[\w-]{8}\.js$/;

/**
 * The files to fetch with a new version: all but the optional ones, and of these those that an
 * earlier version (its files' addresses in `kept`) had in store: without its words, a page that
 * opens for the first time offline would be mute.
 */
export function filesToFetch(files: readonly string[], kept: readonly string[]): string[] {
  const used = new Set(kept.map((url) => OPTIONAL.exec(url)?.[1]));
  return files.filter((file) => !isOptional(file) || used.has(OPTIONAL.exec(file)?.[1] ?? ""));
}

/** A request as far as the rules care; `build`: what its header says, null without one. */
export interface Asked {
  readonly method: string;
  readonly isNavigation: boolean;
  readonly url: string;
  readonly build: string | null;
}

/** What a service worker takes care of. */
export interface Version {
  readonly build: string;
  /** Address of the folder that the page is in. */
  readonly scope: string;
  /** Files of this version, relative to the scope; "./" is the page. */
  readonly files: readonly string[];
}

export function ruleOf(asked: Asked, { build, scope, files }: Version): Rule {
  const url = new URL(asked.url);
  if (asked.method !== "GET" || !url.href.startsWith(scope)) return "leave";
  const path = url.pathname.slice(new URL(scope).pathname.length);
  if (asked.isNavigation) return path === "" || path === "index.html" ? "page" : "leave";
  if (files.includes(path)) return "asset";
  // A page of another version gets nothing from this one's store.
  if (NEWS.some((name) => name === path)) return asked.build === build ? "news" : "leave";
  return DATA.test(path) ? "data" : "leave";
}

/** The status as it is without a network: a dataset is ready if its events are in the store. */
export function statusOffline(
  statuses: readonly DatasetStatus[],
  isKept: (dataUrl: string) => boolean,
): DatasetStatus[] {
  return statuses.map(({ levels, ...status }) => {
    const kept = levels?.filter(({ data_url: url }) => isKept(url));
    const known = kept === undefined ? status : { ...status, levels: kept };
    return status.data_url !== null && isKept(status.data_url)
      ? known
      : { ...known, state: "unavailable", data_url: null };
  });
}

/** The content hash that is part of a data file's name, "" where there is none. */
export function hashInName(url: string): string {
  return /-([0-9a-f]+)\.bin$/.exec(new URL(url).pathname)?.[1] ?? "";
}

/** Stores of one site begin with this; several sites may share a host. */
export function storePrefix(scope: string): string {
  return `fivesigma ${new URL(scope).pathname} `;
}
