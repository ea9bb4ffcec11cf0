/**
 * A network as one word for an address: short enough to send, and never seen by a server.
 *
 * Four bytes with the length of the header, the header (the file's JSON, its numbers replaced by
 * the neurons of each layer), then all numbers as float32; all of it in base64url.
 */
import { ExchangeError, Part, parseDocument } from "./document";
import { header, rowsOf, type StoredNetwork, storedNetwork } from "./exchange";

const LENGTH_BYTES = 4;
const LONGEST_CODE = 100_000;
const MOST_LAYERS = 5;

export function encodeCode(stored: StoredNetwork): string {
  const { sizes, mean, std, weights, biases } = stored.network;
  const head = JSON.stringify({ ...header(stored), layers: sizes.slice(1) });
  const text = new TextEncoder().encode(head);
  const numbers = [mean, std, ...biases.flatMap((own, l) => [weights[l], own])];
  const n = numbers.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + 4 * n);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length, true);
  bytes.set(text, LENGTH_BYTES);
  let place = LENGTH_BYTES + text.length;
  for (const list of numbers) {
    for (const number of list) {
      view.setFloat32(place, number, true);
      place += 4;
    }
  }
  return toBase64Url(bytes);
}

/** The network of a link. Throws ExchangeError where the word is cut short or altered. */
export function decodeCode(code: string): StoredNetwork {
  const bytes = fromBase64Url(code);
  const view = new DataView(bytes.buffer);
  const length = bytes.length >= LENGTH_BYTES ? view.getUint32(0, true) : Infinity;
  const start = LENGTH_BYTES + length;
  if (start > bytes.length || (bytes.length - start) % 4 !== 0) throw damaged();
  const { content } = parseDocument(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, start)));
  const numbers = Float64Array.from({ length: (bytes.length - start) / 4 }, (_, i) =>
    view.getFloat32(start + 4 * i, true),
  );
  return storedNetwork(new Part(withNumbers(content, numbers), ""));
}

function damaged(): ExchangeError {
  return new ExchangeError("exchange.link");
}

/** The document of the file, its numbers put back where they belong. */
function withNumbers(
  content: Readonly<Record<string, unknown>>,
  numbers: Float64Array,
): Record<string, unknown> {
  const { inputs, layers } = content;
  if (!Array.isArray(inputs) || !Array.isArray(layers) || layers.length > MOST_LAYERS) {
    throw damaged();
  }
  let place = 0;
  const take = (n: number): Float64Array => {
    place += n;
    if (!Number.isInteger(n) || n < 0 || place > numbers.length) throw damaged();
    return numbers.subarray(place - n, place);
  };
  const mean = [...take(inputs.length)];
  const scale = [...take(inputs.length)];
  let nIn = inputs.length;
  const filled = layers.map((size: unknown) => {
    const nOut = Number(size);
    const weights = rowsOf(take(nIn * nOut), nIn, nOut);
    nIn = nOut;
    return { weights, biases: [...take(nOut)] };
  });
  if (place !== numbers.length) throw damaged();
  return { ...content, mean, scale, layers: filled };
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(code: string): Uint8Array<ArrayBuffer> {
  if (code.length > LONGEST_CODE || !/^[\w-]+$/.test(code)) throw damaged();
  try {
    const binary = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  } catch {
    throw damaged();
  }
}
