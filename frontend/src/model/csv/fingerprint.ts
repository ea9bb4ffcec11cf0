/** A short name for a file's content, to tell files apart; no protection against a forger. */
export class Fingerprint {
  #hash = 0x811c9dc5;

  /** The next bytes. */
  add(bytes: Uint8Array): void {
    let hash = this.#hash;
    for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    this.#hash = hash;
  }

  /** Eight hexadecimal digits (FNV-1a of 32 bits). */
  get text(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }
}
