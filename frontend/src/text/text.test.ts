import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "./en.json";
import { t, tDynamic } from "./index";

const SOURCE = new URL("..", import.meta.url).pathname;

function sources(): string {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(SOURCE, name), "utf8"))
    .join("\n");
}

/** Keys put together at run time: what stands before the first value. */
const DYNAMIC = /`([a-z]+(?:\.[a-z-]+)*\.)\$\{/g;

test("a value is put where its name stands", () => {
  expect(t("app.next", { stop: "Cut" })).toContain("Cut");
  expect(tDynamic("no.such.key")).toBe("no.such.key");
});

test("every text of the file is used by the page", () => {
  const code = sources();
  const prefixes = [...code.matchAll(DYNAMIC)].map((match) => match[1]);
  const unused = Object.keys(en).filter(
    (key) => !code.includes(`"${key}"`) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});
