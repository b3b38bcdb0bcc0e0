/** What charts are painted with, read from the page's palette. */
export interface ChartColors {
  readonly ink: string;
  readonly mute: string;
  readonly line: string;
  readonly panel: string;
  readonly accent: string;
  readonly sunken: string;
  readonly soft: string;
  readonly ground: string;
  /** Eight categories that colour-blind people can tell apart (Okabe and Ito, 2008; grey for black). */
  readonly categories: readonly string[];
}

export function readChartColors(): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    mute: read('--ink-mute'),
    line: read('--line'),
    panel: read('--panel'),
    accent: read('--accent'),
    sunken: read('--sunken'),
    soft: read('--selected'),
    ground: read('--ground'),
    categories: ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#56b4e9', '#cc79a7', '#b8a800', '#7f8794'],
  };
}
