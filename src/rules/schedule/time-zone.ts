/** A zone by its IANA name, or minutes east of UTC. */
export type TimeZone = { readonly name: string } | { readonly offsetMinutes: number };

/** Reads an IANA name, or an offset such as +0800, +08:00 or -0330. Undefined where there is no such zone. */
export function readTimeZone(text: string): TimeZone | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  if (hours !== undefined && minutes !== undefined) {
    const offset = Number(hours) * 60 + Number(minutes);
    const isOffset = Number(minutes) < 60 && offset <= 14 * 60;
    return isOffset ? { offsetMinutes: sign === '-' ? -offset : offset } : undefined;
  }
  // Intl takes offsets in further spellings, which nobody else here reads.
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    return { name: new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone };
  } catch {
    return undefined;
  }
}
