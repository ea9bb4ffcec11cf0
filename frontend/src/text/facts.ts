/** What the Python package says of variables, datasets and processes, in the page's language. */
import type { DatasetFacts, Facts, FeatureFacts } from "../model/types";
import { factText } from "./index";

/** `facts` as the page speaks now; `english`: as they came. A reader's own table stays as it is. */
export function spokenFacts(facts: Facts, english: Facts): Facts {
  const datasets = facts.datasets.map((dataset) => {
    const original = english.datasets.find(({ id }) => id === dataset.id);
    return original === undefined ? dataset : spokenDataset(original);
  });
  return { ...facts, features: english.features.map(spokenFeature), datasets };
}

function spokenFeature(feature: FeatureFacts): FeatureFacts {
  const key = `feature.${feature.name}`;
  return {
    ...feature,
    label: factText(`${key}.label`, feature.label),
    meaning: factText(`${key}.meaning`, feature.meaning),
  };
}

/** A simulation beside measured data keeps its names; who measured them is said elsewhere. */
function simulationOf(id: string): string {
  return id.replace(/-with-data$/, "");
}

function spokenDataset(dataset: DatasetFacts): DatasetFacts {
  const simulation = simulationOf(dataset.id);
  const processes = dataset.processes.map((process) => {
    const key = `process.${simulation}.${process.name}`;
    return {
      ...process,
      title: factText(`${key}.title`, process.title),
      description: factText(`${key}.description`, process.description),
    };
  });
  const key = `dataset.${simulation}`;
  return {
    ...dataset,
    title: factText(`${key}.title`, dataset.title),
    description: factText(`${key}.description`, dataset.description),
    processes,
  };
}
