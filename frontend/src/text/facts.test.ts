import { afterEach, expect, test } from "vitest";
import { FACTS } from "../huntTesting";
import type { DatasetFacts, Facts } from "../model/types";
import { spokenFacts } from "./facts";
import { speak } from "./index";

afterEach(() => speak("en"));

const at = (id: string): DatasetFacts => ({
  ...FACTS.datasets[0],
  id,
  processes: [{ ...FACTS.datasets[0].processes[0], name: "DM_200", title: "in English" }],
});

test.each(["es", "de"] as const)(
  "in %s a simulation and its processes have the same names beside measured data",
  async (code) => {
    await speak(code);
    const facts: Facts = { ...FACTS, datasets: [at("atlas-dm"), at("atlas-dm-with-data")] };
    const { datasets } = spokenFacts(facts, facts);
    const titles = datasets.map(({ processes: [one] }) => one.title);
    expect(titles[0]).toMatch(/Dunkle Materie|materia oscura/);
    expect(titles[1]).toBe(titles[0]);
    expect(datasets[0].title).toMatch(/Dunkle Materie|materia oscura/);
    expect(datasets[1].title).toBe(datasets[0].title);
  },
);
