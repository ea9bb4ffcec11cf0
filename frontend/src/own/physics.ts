/** Whether a set of collisions knows what a picture of a collision needs. */
import type { FeatureFacts } from "../model/types";

/** Momenta of two leptons, the angle between them, and what is missing. */
const DRAWN = ["lead_lep_pt", "sublead_lep_pt", "met"];

/** Whether collisions with these features can be drawn; any table can be explored. */
export function hasPhysics(features: readonly Pick<FeatureFacts, "name">[]): boolean {
  return DRAWN.every((name) => features.some((feature) => feature.name === name));
}
