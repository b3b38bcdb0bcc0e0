const midnight = /[ T]00:00:00(?:\.0+)?$/;
const wholeMinute = /:00(?:\.0+)?$/;
const wholeSecond = /\.0+$/;

/** Times of one axis without the digits that are zero in all of them: `2026-10-22 00:00:00.000` is the day 2026-10-22. */
export function shortTimes(labels: readonly string[]): readonly string[] {
  const times = labels.filter((label) => /^\d{4}-/.test(label));
  for (const zeros of [midnight, wholeMinute, wholeSecond])
    if (times.length > 0 && times.every((label) => zeros.test(label)))
      return labels.map((label) => label.replace(zeros, ''));
  return labels;
}
