/** Files that travel inside the page itself, where it is one file on a disk. */

/** The bytes of a file by its address relative to the page, null where the page is not that one. */
export function embeddedFile(path: string): Uint8Array<ArrayBuffer> | null {
  const name = path.replace(/^\.\//, "");
  const holder = document.querySelector(`script[data-file="${CSS.escape(name)}"]`);
  if (holder === null) return null;
  return Uint8Array.from(atob(holder.textContent), (letter) => letter.charCodeAt(0));
}
