import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { LESSONS } from "../lesson";
import common from "./en/common.json";
import { hasText, speak, speakIn, t, tDynamic } from "./index";
import { ANNEXES, bestLanguage, type Language, LANGUAGES, PROOFS, textsOf } from "./languages";

const SOURCE = new URL("..", import.meta.url).pathname;

function sources(): string {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(SOURCE, name), "utf8"))
    .join("\n");
}

const allTexts = (code: Language): Promise<Record<string, string>> => textsOf(code, ANNEXES);
const en = await allTexts("en");

/** Keys put together at run time: what stands before the first value. */
const DYNAMIC = /`([a-z]+(?:\.[a-z-]+)*\.)\$\{/g;

/** Names of values and ids of terms, in the order of the alphabet: no translation changes them. */
const codesOf = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}|\[\[([\w-]+)\|/g)].map(([whole, term]) => term || whole).sort();

afterEach(() => speak("en"));

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

test("before any language is here, every failure can be said", () => {
  const failures = Object.keys(en).filter((key) => key.startsWith("error."));
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter((key) => !(key in common))).toEqual([]);
});

test("no two rooms have a text of the same key", () => {
  const files = readdirSync(join(SOURCE, "text/en"), { recursive: true, encoding: "utf8" });
  const rooms = files.filter((name) => name.endsWith(".json"));
  const keys = rooms.flatMap((name) =>
    Object.keys(JSON.parse(readFileSync(join(SOURCE, "text/en", name), "utf8")) as object),
  );
  expect(keys.length).toBe(new Set(keys).size);
  expect(keys.length).toBe(Object.keys(en).length);
});

test("what is said of a table is said of collisions too, with the same values or fewer", () => {
  for (const [key, text] of Object.entries(en)) {
    if (!key.startsWith("table.")) continue;
    const ofCollisions = en[key.slice("table.".length)] ?? "";
    expect(ofCollisions, key).not.toBe("");
    expect(codesOf(ofCollisions), key).toEqual(expect.arrayContaining(codesOf(text)));
  }
});

test("every word that explains itself is in the glossary", () => {
  const terms = Object.values<string>(en).flatMap((text) =>
    [...text.matchAll(/\[\[([\w-]+)\|/g)].map(([, id]) => id),
  );
  expect(terms.length).toBeGreaterThan(0);
  expect(terms.filter((id) => !(`glossary.${id}.text` in en))).toEqual([]);
});

test("every stop has its guess, its explanation, its quiz and a reason for every answer", () => {
  const keys = Object.entries(LESSONS).flatMap(([stop, { guess, quiz }]) => {
    expect(quiz.options).toContain(quiz.right);
    const lesson = `lesson.${stop}`;
    return [
      ...["guess", "explain", "quiz"].map((part) => `${lesson}.${part}`),
      ...guess.options.map((option) => `${lesson}.guess.${option}`),
      ...quiz.options.flatMap((o) => [`${lesson}.quiz.${o}`, `${lesson}.quiz.${o}.reason`]),
    ];
  });
  expect(keys.filter((key) => !(key in en))).toEqual([]);
  const written = Object.keys(en).filter((key) => /^lesson\.\w+\.(guess|explain|quiz)/.test(key));
  expect(written.filter((key) => !keys.includes(key))).toEqual([]);
});

describe.each([...LANGUAGES, ...PROOFS])("in %s", (code) => {
  test("every text is there, says something, and takes the same values and terms", async () => {
    const texts = await allTexts(code);
    expect(Object.keys(en).filter((key) => !(texts[key] ?? "").trim())).toEqual([]);
    const others = Object.keys(texts).filter((key) => !(key in en));
    expect(others.filter((key) => !/^(feature|dataset|process)\./.test(key))).toEqual([]);
    const unlike = Object.entries<string>(en).filter(
      ([key, text]) => codesOf(text).join() !== codesOf(texts[key]).join(),
    );
    expect(unlike.map(([key]) => key)).toEqual([]);
  });

  test("no line ends between a number and its %", async () => {
    const texts = Object.entries(await allTexts(code));
    const breaking = texts.filter(([, text]) => text.includes(" %"));
    expect(breaking.map(([key]) => key)).toEqual([]);
  });
});

test("an annex has its words once it is entered, and in every language from then on", async () => {
  expect(hasText("teacher.title")).toBe(false);
  await Promise.all([speakIn("teacher"), speak("de"), speakIn("own")]);
  expect(tDynamic("teacher.title")).toBe((await allTexts("de"))["teacher.title"]);
  await speak("fr");
  expect(tDynamic("own.title")).toBe((await allTexts("fr"))["own.title"]);
});

test("the proof languages change every letter and no value", async () => {
  await speak("x-pseudo");
  expect(t("app.next", { stop: "Cut" })).toMatch(/Cut/);
  expect(t("app.next", { stop: "Cut" })).not.toMatch(/Next/);
});

test("the first of the reader's languages that the page speaks is taken", () => {
  expect(bestLanguage(["en-GB"])).toBe("en");
  expect(bestLanguage(["pt-BR", "es-MX", "en"])).toBe("es");
  expect(bestLanguage(["tlh", "en"])).toBe("en");
  expect(bestLanguage(["x-pseudo"])).toBe("en");
  expect(bestLanguage([])).toBe("en");
});
