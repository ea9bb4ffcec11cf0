/** Lines of Python that hold a number of the page against the one made in the notebook. */
import { t } from "../text";
import type { Shown, ShownRegion } from "./path";
import { isShown } from "./path";
import { python } from "./python";

/** More decimals than the page shows, so that rounding twice cannot make two numbers out of one. */
const SPARE_DECIMALS = 3;

/** The function that every comparison calls. */
export function comparison(): string[] {
  const [page, here] = [python(t("notebook.page")), python(t("notebook.here"))];
  return [
    "def same(name, page, here, decimals):",
    "    texts = [",
    '        " ± ".join(f"{number:.{decimals}f}" for number in numbers)',
    "        for numbers in (page, here)",
    "    ]",
    `    print(f"{name}:", ${page}, texts[0] + ",", ${here}, texts[1])`,
    "    for shown, found in zip(page, here, strict=True):",
    "        assert abs(found - shown) <= 0.5 * 10**-decimals, name",
  ];
}

/** `here`: a Python expression for the value, and one for its uncertainty where it has one. */
export function same(name: string, page: Shown, ...here: readonly string[]): string {
  const numbers = page.uncertainty === null ? [page.value] : [page.value, page.uncertainty];
  const rounded = numbers.map((number) => Number(number.toFixed(page.decimals + SPARE_DECIMALS)));
  return `same(${python(name)}, ${python(rounded)}, [${here.join(", ")}], ${page.decimals})`;
}

/** S, B and Z of the Python variable `region`; a number the page had not is not asked for. */
export function sameRegion({ signal, background, z }: ShownRegion, uncertainty: number): string[] {
  const lines = [
    same("S", signal, "region.signal.sum", "region.signal.error"),
    same("B", background, "region.background.sum", "region.background.error"),
  ];
  if (!isShown(z)) return lines;
  return [
    ...lines,
    `z = region.significance(background_uncertainty=${python(uncertainty)})`,
    same("Z", z, "z.value", "z.uncertainty"),
  ];
}
