const encoder = new TextEncoder();

/** Text that is looked for at one place after another; compared four bytes at a time. */
export class Literal {
  readonly bytes: Uint8Array;
  readonly length: number;
  private readonly words: Int32Array;
  /** Of what four do not divide. */
  private readonly rest: number;

  constructor(text: string) {
    this.bytes = encoder.encode(text);
    this.length = this.bytes.length;
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.length);
    this.words = Int32Array.from({ length: this.length >> 2 }, (_, index) => view.getInt32(index * 4, true));
    this.rest = this.words.length * 4;
  }

  /** Whether it stands at an offset and ends before `end`, which is within the bytes of the view. */
  isAt(view: DataView, at: number, end: number): boolean {
    const { bytes, length, rest, words } = this;
    if (at + length > end) return false;
    for (let index = 0; index < words.length; index += 1)
      if (view.getInt32(at + index * 4, true) !== words[index]) return false;
    for (let index = rest; index < length; index += 1) if (view.getUint8(at + index) !== bytes[index]) return false;
    return true;
  }
}
