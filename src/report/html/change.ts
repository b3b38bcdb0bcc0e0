/** How a number compares with the one before it. */
export interface Change {
  readonly arrow: '▲' | '▼' | '=';
  /** Of the number before, in percent; undefined where that was 0. */
  readonly percent: number | undefined;
}

/** Compares two numbers. */
export function changeOf(value: number, before: number): Change {
  const percent = before === 0 ? undefined : ((value - before) / Math.abs(before)) * 100;
  return { arrow: value > before ? '▲' : value < before ? '▼' : '=', percent };
}
