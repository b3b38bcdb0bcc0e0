interface TipOptions {
  readonly side?: 'right';
  /** Before it shows, in milliseconds. */
  readonly delay?: number;
}

/** What an element carries that has a tip: spread into it, and shown by `TipHost` while the pointer rests there. */
export function tip(text: string, { side, delay }: TipOptions = {}) {
  return { 'data-tip': text, 'data-tip-side': side, 'data-tip-delay': delay };
}
