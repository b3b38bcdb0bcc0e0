import type { TimeRange } from '../../lib/time-range.ts';

/** Ranges that one click chooses. */
export const presets = [
  { kind: 'relative', label: 'time.last5m', range: { from: 'now-5m', to: 'now' } },
  { kind: 'relative', label: 'time.last15m', range: { from: 'now-15m', to: 'now' } },
  { kind: 'relative', label: 'time.last1h', range: { from: 'now-1h', to: 'now' } },
  { kind: 'relative', label: 'time.last4h', range: { from: 'now-4h', to: 'now' } },
  { kind: 'relative', label: 'time.last24h', range: { from: 'now-24h', to: 'now' } },
  { kind: 'relative', label: 'time.last7d', range: { from: 'now-7d', to: 'now' } },
  { kind: 'relative', label: 'time.last30d', range: { from: 'now-30d', to: 'now' } },
  { kind: 'whole', label: 'time.today', range: { from: 'now/d', to: 'now' } },
  { kind: 'whole', label: 'time.yesterday', range: { from: 'now-1d/d', to: 'now/d' } },
  { kind: 'whole', label: 'time.thisWeek', range: { from: 'now/w', to: 'now' } },
  { kind: 'whole', label: 'time.lastWeek', range: { from: 'now-1w/w', to: 'now/w' } },
  { kind: 'whole', label: 'time.thisMonth', range: { from: 'now/M', to: 'now' } },
  { kind: 'whole', label: 'time.lastMonth', range: { from: 'now-1M/M', to: 'now/M' } },
  { kind: 'whole', label: 'time.previousHour', range: { from: 'now-1h/h', to: 'now/h' } },
] as const satisfies readonly { readonly kind: string; readonly label: string; readonly range: TimeRange }[];

/** The preset that means exactly this range. */
export function findPreset(range: TimeRange): (typeof presets)[number] | undefined {
  return presets.find((preset) => preset.range.from === range.from && preset.range.to === range.to);
}
