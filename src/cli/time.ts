const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A relative time of the API (`now`, `-15m`, `now-7d`) as RFC 3339; any other stays as it is, for the server to read. */
export function absoluteTime(time: string | number, nowMs: number): string | number {
  const relative = /^(?:now|(?:now)?([+-])(\d{1,9})([smhdw]))$/.exec(String(time).trim());
  if (!relative) return time;
  const [, sign, amount = '0', unit = 's'] = relative;
  const distance = Number(amount) * (unitMs[unit] ?? 0);
  const date = new Date(nowMs + (sign === '-' ? -distance : distance));
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}
