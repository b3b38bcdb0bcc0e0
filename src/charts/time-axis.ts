const time = /^(\d{4})-(\d\d)-(\d\d)(?:([ T])(\d\d):(\d\d)(?::(\d\d))?)?/;

/** Says whether labels are times, whatever the type of their column: `time_series` gives text. */
export function areTimes(labels: readonly string[]): boolean {
  return labels.length > 0 && labels.every((label) => time.test(label));
}

/** The time so much later, by the clock that it shows; what is no time stays as it is. */
export function laterTime(label: string, milliseconds: number): string {
  const found = time.exec(label);
  if (!found) return label;
  const [whole, year, month, day, separator, hour = '0', minute = '0', second] = found;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const later = new Date(at + milliseconds).toISOString();
  const length = separator === undefined ? 10 : second === undefined ? 16 : 19;
  return later.slice(0, length).replace('T', separator ?? 'T') + label.slice(whole.length);
}
