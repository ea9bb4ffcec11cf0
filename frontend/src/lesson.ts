/** What every stop asks: a guess before the hands go to work, and one question after. */
import type { Stop } from "./state";

interface Question {
  readonly options: readonly string[];
}

interface Lesson {
  /** Kept and shown again later; no answer is right or wrong yet. */
  readonly guess: Question;
  /** One right answer; every answer has its reason. */
  readonly quiz: Question & { readonly right: string };
}

/** What becomes of the AUC and the significance from truth to the full detector. */
export const LEVEL_GUESSES = ["both-fall", "auc-rises", "auc-falls", "both-rise", "same"] as const;
export type LevelGuess = (typeof LEVEL_GUESSES)[number];

/** The words are in text/<language>/lesson.json, under `lesson.<stop>`. */
export const LESSONS: Readonly<Record<Stop, Lesson>> = {
  collide: {
    guess: { options: ["left", "right", "unsure"] },
    quiz: { options: ["slow", "alike", "tracks"], right: "alike" },
  },
  explore: {
    guess: { options: ["met", "momenta", "angle", "mass"] },
    quiz: { options: ["first", "second", "unknown"], right: "second" },
  },
  cut: {
    guess: { options: ["two", "three", "five"] },
    quiz: { options: ["same", "lower", "higher"], right: "lower" },
  },
  learn: {
    guess: { options: ["yes", "almost", "no"] },
    quiz: { options: ["slow", "memory", "patience"], right: "memory" },
  },
  judge: {
    guess: { options: ["good", "bad", "depends"] },
    quiz: { options: ["excellent", "nothing", "signal"], right: "nothing" },
  },
  decide: {
    guess: { options: ["low", "middle", "high"] },
    quiz: { options: ["double", "root", "hardly"], right: "hardly" },
  },
  discover: {
    guess: { options: ["yes", "no", "unsure"] },
    quiz: { options: ["exists", "chance", "three"], right: "chance" },
  },
};
