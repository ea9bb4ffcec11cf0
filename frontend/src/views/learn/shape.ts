/** Hidden layers, one neuron or one layer at a time: the settings and the drawing change them alike. */
import { LIMITS, within } from "../../choices";

const NEW_LAYER_NEURONS = 8;

export type Layers = readonly number[];

/** One layer more, before the output, as large as the last one; the same where there is no room. */
export function withLayer(layers: Layers): Layers {
  if (layers.length >= LIMITS.layers.high) return layers;
  return [...layers, layers.at(-1) ?? NEW_LAYER_NEURONS];
}

export function withoutLayer(layers: Layers, index: number): Layers {
  return layers.filter((_, l) => l !== index);
}

/** With as many neurons in a layer, or as few as there may be. */
export function withNeurons(layers: Layers, index: number, neurons: number): Layers {
  return layers.map((old, l) => (l === index ? within(neurons, LIMITS.neurons) : old));
}
