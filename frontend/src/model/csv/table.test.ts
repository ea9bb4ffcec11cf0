import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../../tests/vectors/folds.json";
import { MOST_CLASSES, MOST_FEATURES } from "./limits";
import { guessRoles } from "./roles";
import { bytesOf, look, plainTable, read, refusal } from "./testing";

const of = (text: string, ...more: [object?, number?]): ReturnType<typeof read> =>
  read(bytesOf(text), ...more);

test("a plain table is read with sensible guesses and every number in its place", () => {
  const { dataset, features, classes, counts, weight, label } = of(plainTable(200));
  expect(features.map(({ name }) => name)).toEqual(["x", "y", "n"]);
  expect([label, weight]).toEqual(["label", null]);
  expect(classes).toEqual([
    { name: "0", kind: "background", n_events: 133 },
    { name: "1", kind: "signal", n_events: 67 },
  ]);
  expect(counts).toEqual({
    ...{ rows: 200, kept: 200, out: 0, missing: 0, ragged: 0, duplicates: 0, scale: 1 },
  });
  expect(dataset.features[0][3]).toBe(Math.fround(Number((Math.sin(3 * 12.9898) + 1).toFixed(5))));
  expect(dataset.weight.every((one) => one === 1)).toBe(true);
});

test("decimal commas, other separators and CRLF give the very same table", () => {
  const expected = of(plainTable(150));
  for (const [separator, decimal] of [
    [";", ","],
    ["\t", ","],
    ["|", "."],
  ] as const) {
    expect(of(plainTable(150, separator, decimal).replaceAll("\n", "\r\n"))).toEqual(expected);
  }
});

test("rows have the folds that the Python package gives them, in the file's order of columns", () => {
  const { x, y, weight } = vectors.columns;
  const rows = x.flatMap((one, i) =>
    Math.abs(one) < 1e38 && Math.abs(y[i]) < 1e38
      ? [
          {
            text: `${Object.is(one, -0) ? "-0.0" : one},${i % 2},${y[i]},${weight[i]}`,
            fold: vectors.folds[i],
            w: weight[i],
          },
        ]
      : [],
  );
  const text = `x,label,y,weight\n${rows.map((row) => row.text).join("\n")}\n`;
  const { beginning, census } = look(bytesOf(text));
  expect(guessRoles(beginning.names, census)).toEqual({
    ...{ label: 1, parts: ["background", "signal"], weight: 3, features: [0, 2] },
  });
  // Weights of both signs may add up to less than nothing in so few rows: count each row once more.
  const enough = `${text}${plainRows(400)}`;
  const { dataset } = of(enough);
  expect(Array.from(dataset.fold.subarray(0, rows.length))).toEqual(rows.map((row) => row.fold));
  expect(dataset.weight[1]).toBe(Math.fround(rows[1].w));
});

function plainRows(n: number): string {
  return Array.from({ length: n }, (_, i) => `${i / 7},${i % 2},${i / 3},5\n`).join("");
}

test("another order of rows leaves every row on its side", () => {
  const [header, ...rows] = plainTable(120).trim().split("\n");
  const sides = (lines: string[]): Map<string, number> => {
    const { fold } = of([header, ...lines].join("\n")).dataset;
    return new Map(lines.map((line, i) => [line, fold[i]]));
  };
  const expected = sides(rows);
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
      expect(new Map([...sides(shuffled)].sort())).toEqual(new Map([...expected].sort()));
    }),
    { numRuns: 5 },
  );
});

test("equal rows are counted and stand on one side", () => {
  const [header, ...rows] = plainTable(120).trim().split("\n");
  const { dataset, counts } = of([header, ...rows, ...rows].join("\n"));
  expect(counts.duplicates).toBe(120);
  expect(dataset.fold.subarray(0, 120)).toEqual(dataset.fold.subarray(120));
});

test("rows with an empty, infinite, huge or wordy cell and ragged rows are dropped and counted", () => {
  const bad = [
    ",1,2,0",
    "nan,1,2,1",
    "inf,1,2,0",
    "1e39,1,2,0",
    "abc,1,2,1",
    "1,2,3,",
    "1,2",
    "1,2,3,0,9",
  ];
  const { counts, dataset } = of(plainTable(100) + bad.join("\n"));
  expect(counts).toMatchObject({ rows: 108, kept: 100, missing: 6, ragged: 2 });
  expect(dataset.features.every((values) => values.every(Number.isFinite))).toBe(true);
});

test("a file with more missing than usable rows is refused, naming the column", () => {
  const text = plainTable(100) + "nan,1,2,0\n".repeat(101);
  expect(refusal(() => of(text))).toBe("own.problem.missing");
  expect(refusal(() => of(plainTable(100) + "1,2\n".repeat(101)))).toBe("own.problem.ragged");
});

test("more rows than the limit are thinned evenly, and what is kept stands for the whole", () => {
  const { dataset, counts, classes } = of(plainTable(9000), {}, 1000);
  expect(counts.rows).toBe(9000);
  expect(counts.kept).toBeGreaterThan(400);
  expect(counts.kept).toBeLessThanOrEqual(1000);
  expect(counts.scale).toBeCloseTo(9000 / counts.kept, 10);
  const total = dataset.weight.reduce((sum, one) => sum + one, 0);
  expect(total).toBeCloseTo(9000, -1);
  // Rows alternate in threes: taking every 2nd, 3rd … would lose a class.
  const signal = classes[1].n_events / counts.kept;
  expect(Math.abs(signal - 1 / 3)).toBeLessThan(0.06);
});

test("labels may be words, several classes, and some left out", () => {
  const words = ["ZZ", "WZ", "DM"];
  const rows = Array.from({ length: 300 }, (_, i) => `${Math.sin(i)},${i % 7},${words[i % 3]}`);
  const text = `a,b,process\n${rows.join("\n")}`;
  const parts = ["signal", "background", "out"] as const; // in the order DM, WZ, ZZ
  const { classes, counts, dataset } = of(text, { parts });
  expect(classes).toEqual([
    { name: "DM", kind: "signal", n_events: 100 },
    { name: "WZ", kind: "background", n_events: 100 },
  ]);
  expect(counts.out).toBe(100);
  expect(Array.from(dataset.process.subarray(0, 4))).toEqual([1, 0, 1, 0]);
});

test("a word amid numbers is no class", () => {
  const { classes, counts } = of(`${plainTable(100)}1,2,3,oops\n`);
  expect(classes.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["0 background", "1 signal"]);
  expect(counts.out).toBe(1);
});

test("negative weights are read as they stand", () => {
  const rows = Array.from({ length: 200 }, (_, i) => `${Math.sin(i)},${i % 2},${i % 5 ? 2 : -1}`);
  const { dataset, weight } = of(`a,label,w\n${rows.join("\n")}`);
  expect(weight).toBe("w");
  expect(Array.from(dataset.weight.subarray(0, 3))).toEqual([-1, 2, 2]);
});

test("a class whose weights add up to nothing is refused", () => {
  const rows = Array.from({ length: 200 }, (_, i) => `${Math.sin(i)},${i % 2},${i % 2 ? -1 : 1}`);
  expect(refusal(() => of(`a,label,w\n${rows.join("\n")}`))).toBe("own.problem.weights");
});

test.each([
  ["one class", plainTable(90).replaceAll(/,[01]$/gm, ",1"), {}, "own.problem.one-value"],
  ["words alone", "a,b\nx,y\nx,z\n", { features: [] }, "own.problem.no-features"],
  ["no signal", plainTable(90), { parts: ["background", "background"] }, "own.problem.no-signal"],
  ["no background", plainTable(90), { parts: ["out", "signal"] }, "own.problem.no-background"],
  ["the label as an input", plainTable(90), { features: [0, 3] }, "own.problem.twice"],
  ["one column as both", plainTable(90), { features: [0], weight: 0 }, "own.problem.twice"],
  ["a label of many values", plainTable(90), { label: 1 }, "own.problem.classes"],
  ["too few rows", plainTable(9), {}, "own.problem.few"],
])("%s: refused in words", (_, text, roles, key) => {
  expect(refusal(() => of(text, roles))).toBe(key);
});

test("a column of words, of one value or empty is no input", () => {
  const rows = Array.from({ length: 99 }, (_, i) => `${Math.sin(i)},w${i % 3},7,,${i},${i % 2}`);
  const { beginning, census } = look(bytesOf(`a,word,same,none,row,label\n${rows.join("\n")}`));
  const kinds = census.columns.map(({ kind }) => kind);
  expect(kinds).toEqual(["number", "text", "constant", "empty", "counter", "number"]);
  expect(guessRoles(beginning.names, census).features).toEqual([0]);
});

test("a column that is constant in the rows that can be used is refused", () => {
  const text = plainTable(99).replaceAll(/^([^,]+),([^,]+),\d,/gm, "$1,$2,4,") + "nan,1,5,0\n";
  expect(refusal(() => of(text))).toBe("own.column.constant");
});

test("thousands of columns are walked through, and only so many become inputs", () => {
  const names = Array.from({ length: 3000 }, (_, i) => `v${i}`).join(",");
  const row = (i: number): string =>
    Array.from({ length: 3000 }, (_, column) => ((i * column) % 97) / 8).join(",");
  const rows = Array.from({ length: 60 }, (_, i) => `${row(i)},${i % 2}`).join("\n");
  const { features } = of(`${names},target\n${rows}\n`);
  expect(features).toHaveLength(MOST_FEATURES);
  const all = Array.from({ length: MOST_FEATURES + 1 }, (_, i) => i + 1);
  expect(refusal(() => of(`${names},target\n${rows}\n`, { features: all }))).toBe(
    "own.problem.features",
  );
});

test("names become safe ones: no two alike, none that every object has, none with a script", () => {
  const titles = ["__proto__", "constructor", "a b", "a-b", "<script>alert(1)</script>", "9a"];
  const rows = Array.from({ length: 99 }, (_, i) =>
    [...titles.map((__, column) => Math.sin(i + column)), i % 2].join(","),
  );
  const { features } = of(`${titles.join(",")},label\n${rows.join("\n")}`);
  expect(features.map(({ title }) => title)).toEqual(titles);
  for (const { name } of features) {
    expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);
    expect(name in {}).toBe(false);
  }
  expect(new Set(features.map(({ name }) => name)).size).toBe(titles.length);
});

test("a range leaves out the outermost rows, and whole numbers have one bin each", () => {
  const { features } = of(plainTable(200) + "1000,5,3,0\n");
  const [x, , n] = features;
  expect(n).toMatchObject({ low: -0.5, high: 3.5, n_bins: 4, discrete: true });
  expect(x.high).toBeLessThan(3);
  expect(x.n_bins).toBe(40);
});

test("a column with too many values is no label, with twenty it is", () => {
  const rows = (n: number): string =>
    Array.from({ length: 400 }, (_, i) => `${Math.sin(i)},k${i % n}`).join("\n");
  const kinds = (n: number): unknown =>
    look(bytesOf(`a,b\n${rows(n)}`)).census.columns[1].values?.length;
  expect(kinds(MOST_CLASSES)).toBe(MOST_CLASSES);
  expect(kinds(MOST_CLASSES + 1)).toBeUndefined();
});

test("a table in which no column can name the classes is refused", () => {
  const row = (i: number): string => `${Math.sin(i)},${Math.cos(i)}`;
  const rows = Array.from({ length: 99 }, (_, i) => row(i)).join("\n");
  expect(refusal(() => of(`a,b\n${rows}`))).toBe("own.problem.no-label");
  expect(refusal(() => of(`a,z\n${rows.replaceAll(/,.*/g, ",1")}`))).toBe("own.problem.one-class");
});
