/** Names that a link, a saved network and the page's own records can carry. */

const LONGEST = 40;

/**
 * One name for each title: a letter, then letters, digits and "_"; no two alike, none that every
 * object already has ("constructor"), so that no file can reach what it should not.
 */
export function safeNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const name = safeName(title);
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
    taken.add(free);
    return free;
  });
}

function safeName(title: string): string {
  const plain = title.replaceAll(/[^A-Za-z0-9_]+/g, "_").slice(0, LONGEST);
  const lettered = /^[A-Za-z]/.test(plain) ? plain : `x${plain}`;
  return lettered in Object.prototype ? `${lettered}_` : lettered;
}
