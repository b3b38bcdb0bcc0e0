/** Reads a time of the server (RFC 3339, or Unix seconds) as Unix milliseconds; undefined where there is none. */
export function instantOf(time: string | number | null | undefined): number | undefined {
  if (time === null || time === undefined || time === '') return undefined;
  const instant = typeof time === 'number' ? time * 1000 : Date.parse(time);
  return Number.isNaN(instant) ? undefined : instant;
}
