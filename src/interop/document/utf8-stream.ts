/** Text that was decoded, up to the first thing that is not text. */
export interface DecodedText {
  readonly text: string;
  /** What stands behind it; null: nothing is wrong. */
  readonly fault: string | null;
}

const NOT_UTF8 = 'bytes that are not';
const ZERO = 'zero bytes, as in UTF-16';

/**
 * Decodes UTF-8 that comes in pieces, without a byte order mark. Text may well hold U+FFFD, the
 * sign for what could not be decoded: models write it. So what cannot be decoded is told apart.
 */
export class Utf8Stream {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  decode(bytes: Uint8Array): DecodedText {
    try {
      return upToZero(this.#decoder.decode(bytes, { stream: true }));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return { text: soundPart(bytes), fault: NOT_UTF8 };
    }
  }

  /** What is left when all bytes were given. */
  end(): DecodedText {
    try {
      return upToZero(this.#decoder.decode());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return { text: '', fault: NOT_UTF8 };
    }
  }
}

function upToZero(text: string): DecodedText {
  const zero = text.indexOf('\0');
  return zero === -1 ? { text, fault: null } : { text: text.slice(0, zero), fault: ZERO };
}

/** Of bytes that are not UTF-8: those before, as text; for the place of what is wrong. */
function soundPart(bytes: Uint8Array): string {
  // The first may be the end of a character of the piece before.
  const start = bytes.findIndex((byte) => byte < 0x80 || byte > 0xbf);
  const text = new TextDecoder('utf-8').decode(bytes.subarray(start === -1 ? 0 : start));
  const broken = text.indexOf('\uFFFD');
  return broken === -1 ? text : text.slice(0, broken);
}
