import type { Outcome } from './table.ts';
import type { Unit } from './unit-format.ts';

/** What charts are painted with. */
export interface ChartColors {
  readonly ink: string;
  readonly mute: string;
  readonly line: string;
  readonly panel: string;
  readonly accent: string;
  readonly sunken: string;
  readonly soft: string;
  readonly ground: string;
  readonly info: string;
  readonly warning: string;
  readonly critical: string;
}

/** Eight categories that colour-blind people can tell apart (Okabe and Ito, 2008; grey for black). */
export const categoryColors: readonly string[] = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#d55e00',
  '#56b4e9',
  '#cc79a7',
  '#b8a800',
  '#7f8794',
];

/** Patterns, for who cannot tell colours apart. The picture has a name of its own, so none is made up for it. */
export const patterns = { enabled: true, label: { enabled: false }, decal: { show: true } };

/** The colours of outcomes, readable on both grounds. */
export const outcomeColors: Readonly<Record<Outcome, string>> = {
  ok: '#7f92b5',
  redirected: '#3a8fb7',
  refused: '#e09a1a',
  failed: '#d4453c',
  none: '#a9b0bc',
};

/** The rows of the period before, to be compared with. */
export interface EarlierRows {
  readonly rows: readonly (readonly unknown[])[];
  /** How much earlier they are. */
  readonly shiftMs: number;
  /** What the period before is called. */
  readonly name: string;
}

/** A number from which on a value has a level. */
export interface Threshold {
  readonly at: number;
  readonly level: 'info' | 'warning' | 'critical';
}

/** How a chart is drawn, wherever that is. */
export interface ChartSettings {
  readonly colors: ChartColors;
  /** Of numbers and of the names of countries: a tag such as `zh-CN`. */
  readonly language: string;
  readonly fontFamily: string;
  /** Of the numbers that are drawn; counts where it is left out. */
  readonly unit?: Unit | undefined;
  readonly before?: EarlierRows | undefined;
  /** Drawn as lines across. */
  readonly thresholds?: readonly Threshold[] | undefined;
}
