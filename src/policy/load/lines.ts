/** Where something stands, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line starts of a text, to turn offsets into lines and columns. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** The line and column of a UTF-16 offset. */
  position(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }

  /** The offset at which a line begins, counted from 1; the end of the text for a line past it. */
  start(line: number): number | undefined {
    return this.starts[line - 1];
  }
}
