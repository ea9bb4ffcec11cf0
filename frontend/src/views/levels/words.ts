/** The levels in words. */
import type { Level } from "../../model/types";
import { t } from "../../text";

export function levelName(level: Level): string {
  return t(`level.name.${level}`);
}
