/** Languages nobody speaks, made from English: what does not change was never translatable. */

type Texts = Readonly<Record<string, string>>;

const PLAIN = "abcdefghijklmnopqrstuvwxyz";
const ACCENTED = "åƀçđéƒğĥîĵķļɱñöþɋŕšţûṽŵẋýž";
const HEBREW = "אבגדהוזחטיכלמנסעפצקרשתךםןף";

/** Names of values and of glossary terms, which no translation touches. */
const CODE = /(\{\w+\}|\[\[[\w-]+\||\]\])/;

function mapped(text: string, alphabet: string): string {
  return text
    .split(CODE)
    .map((part) => (CODE.test(part) ? part : letters(part, alphabet)))
    .join("");
}

function letters(text: string, alphabet: string): string {
  const to = Array.from(alphabet);
  return Array.from(text, (letter) => to[PLAIN.indexOf(letter.toLowerCase())] ?? letter).join("");
}

/** Letters with accents and two fifths more of them, as German or French texts may need. */
export function pseudo(texts: Texts): Texts {
  const longer = (text: string): string => {
    const padding = "·".repeat(Math.ceil(0.4 * text.replace(/\{\w+\}/g, "").length));
    return `${mapped(text, ACCENTED)} ${padding.replace(/(.{6})/g, "$1 ").trim()}`;
  };
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, longer(text)]));
}

/** Letters that are written from right to left. */
export function rightToLeft(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, mapped(text, HEBREW)]),
  );
}
