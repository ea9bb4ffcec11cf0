import { expect, test } from "vitest";
import {
  filesToFetch,
  hashInName,
  isOptional,
  ruleOf,
  statusOffline,
  storePrefix,
  type Asked,
} from "./rules";

const SCOPE = "https://school.example/~teacher/hunt/";
const VERSION = { build: "b1", scope: SCOPE, files: ["./", "assets/index-1a.js", "icon.svg"] };

const ask = (path: string, rest: Partial<Asked> = {}): Asked => ({
  method: "GET",
  isNavigation: false,
  url: new URL(path, SCOPE).href,
  build: "b1",
  ...rest,
});

test.each([
  ["", { isNavigation: true }, "page"],
  ["index.html", { isNavigation: true }, "page"],
  ["#stop=cut", { isNavigation: true }, "page"],
  ["fivesigma.html", { isNavigation: true }, "leave"],
  ["lessons/one", { isNavigation: true }, "leave"],
  ["assets/index-1a.js", {}, "asset"],
  ["assets/index-2b.js", {}, "leave"],
  ["icon.svg", {}, "asset"],
  ["facts.json", {}, "news"],
  ["status.json", {}, "news"],
  ["data/atlas-dm-0f.bin", {}, "data"],
  ["data/../facts.json", {}, "news"],
  ["data/sub/atlas-dm-0f.bin", {}, "leave"],
  ["openapi.json", {}, "leave"],
  ["sw.js", {}, "leave"],
])("%j %j: %s", (path, rest, rule) => {
  expect(ruleOf(ask(path, rest), VERSION)).toBe(rule);
});

test("a page of another version gets nothing from this one's store", () => {
  expect(ruleOf(ask("facts.json", { build: "b2" }), VERSION)).toBe("leave");
  expect(ruleOf(ask("status.json", { build: null }), VERSION)).toBe("leave");
});

test("what is sent, and what is somebody else's, is left alone", () => {
  expect(ruleOf(ask("facts.json", { method: "POST" }), VERSION)).toBe("leave");
  expect(ruleOf(ask("../facts.json"), VERSION)).toBe("leave");
  expect(ruleOf(ask("https://other.example/~teacher/hunt/facts.json"), VERSION)).toBe("leave");
});

test("without a network only the events that are in the store are ready", () => {
  const [ready, gone, never] = statusOffline(
    ["data/a-1.bin", "data/b-2.bin", null].map((url, i) => ({
      id: `d${i}`,
      state: url === null ? "fetching" : "ready",
      message: "",
      bytes_done: 0,
      bytes_total: 0,
      data_url: url,
    })),
    (url) => url === "data/a-1.bin",
  );
  expect(ready).toMatchObject({ state: "ready", data_url: "data/a-1.bin" });
  expect(gone).toMatchObject({ state: "unavailable", data_url: null });
  // Nobody fetches it any more: a page that waits for it would ask for ever.
  expect(never).toMatchObject({ state: "unavailable", data_url: null });
});

test("without a network only those levels are there whose files were used", () => {
  const status = { state: "ready" as const, message: "", bytes_done: 1, bytes_total: 1 };
  const levels = [0, 1].map((level) => ({
    level: level as 0 | 1,
    data_url: `data/a-${level}.bin`,
  }));
  const given = [{ ...status, id: "a", data_url: "data/a.bin", levels }];
  const [found] = statusOffline(given, (url) => url !== "data/a-1.bin");
  expect(found).toMatchObject({ state: "ready", data_url: "data/a.bin", levels: [levels[0]] });
});

test("the hash of a data file is read from its name", () => {
  expect(hashInName(`${SCOPE}data/atlas-dm-def0e51a3953.bin`)).toBe("def0e51a3953");
  expect(hashInName(`${SCOPE}data/atlas.bin`)).toBe("");
});

test("a site inside another one's folder has a store of its own", () => {
  const [outer, inner] = [SCOPE, `${SCOPE}old/`].map(storePrefix);
  expect(`${inner}page b1`.startsWith(outer)).toBe(false);
  expect(`${outer}page b1`.startsWith(inner)).toBe(false);
});

test("a language or an annex is kept when it was used, the page in any case", () => {
  expect(isOptional("assets/text-fr-1a2b_c-d.js")).toBe(true);
  expect(isOptional("assets/annex-teacher-1a2b3c4d.js")).toBe(true);
  expect(isOptional("assets/annex-teacher-fr-1a2b3c4d.js")).toBe(true);
  expect(isOptional("assets/index-1a2b3c4d.js")).toBe(false);
  expect(isOptional("icon-512.png")).toBe(true);
  expect(isOptional("assets/icon-1a2b3c4d.svg")).toBe(false);
});

test("a new version brings what the one before had in store of languages and annexes", () => {
  const names = ["index", "text-de", "annex-teacher", "annex-teacher-de"];
  const more = ["text-en", "annex-own", "annex-teacher-en"];
  const files = (hash: string, of: string[]): string[] =>
    of.map((name) => `assets/${name}-${hash}.js`);
  const kept = files("abcdefgh", names).map((path) => SCOPE + path);
  const offered = ["./", ...files("stuv-xyz", [...names, ...more])];
  expect(filesToFetch(offered, kept)).toEqual(["./", ...files("stuv-xyz", names)]);
  expect(filesToFetch([...offered, "icon-512.png"], [])).toEqual(offered.slice(0, 2));
});
