import { isBlank } from '../base/index.ts';

/** Where a value was left: at its end, or where it is no JSON. */
export interface ValueEnd {
  readonly at: number;
  readonly isDamaged: boolean;
}

/** What may stand next. */
type Expected = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'comma';

/**
 * Finds the end of an object or array that is too large to be held: its bytes come one part after another. What stands in it must not be taken
 * for lines of a log.
 */
export class OpenValue {
  /** Opening brackets of what is open. */
  readonly #open: number[] = [];
  #expected: Expected = 'value';
  #isInString = false;
  #isEscaped = false;
  #isInScalar = false;

  /** Goes on with the next bytes; undefined where the value goes on behind them. */
  endIn(bytes: Uint8Array, from: number): ValueEnd | undefined {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      const isGood = this.#isInString ? this.#inString(byte) : this.#outside(byte);
      if (!isGood) return { at, isDamaged: true };
      if (this.#open.length === 0 && this.#expected === 'comma') return { at: at + 1, isDamaged: false };
    }
    return undefined;
  }

  #inString(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === 0x5c) this.#isEscaped = true;
    else if (byte === 0x22) {
      this.#isInString = false;
      this.#expected = this.#expected === 'key' || this.#expected === 'first key' ? 'colon' : 'comma';
    }
    return byte >= 0x20;
  }

  #outside(byte: number): boolean {
    const isScalar = /[\w.+-]/.test(String.fromCharCode(byte));
    if (this.#isInScalar && isScalar) return true;
    this.#isInScalar = false;
    if (isBlank(byte)) return true;
    const expected = this.#expected;
    const isValue = expected === 'value' || expected === 'first item';
    switch (byte) {
      case 0x22:
        this.#isInString = isValue || expected === 'key' || expected === 'first key';
        return this.#isInString;
      case 0x7b:
      case 0x5b:
        this.#open.push(byte);
        this.#expected = byte === 0x7b ? 'first key' : 'first item';
        return isValue;
      case 0x7d:
      case 0x5d:
        return this.#close(byte - 2);
      case 0x2c:
        this.#expected = this.#open.at(-1) === 0x7b ? 'key' : 'value';
        return expected === 'comma';
      case 0x3a:
        this.#expected = 'value';
        return expected === 'colon';
      default:
        this.#isInScalar = true;
        this.#expected = 'comma';
        return isValue && isScalar;
    }
  }

  #close(opening: number): boolean {
    const isEmpty = this.#expected === (opening === 0x7b ? 'first key' : 'first item');
    const isGood = this.#open.pop() === opening && (isEmpty || this.#expected === 'comma');
    this.#expected = 'comma';
    return isGood;
  }
}
