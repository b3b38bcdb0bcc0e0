import type { ChartColors } from '../../../src/charts/index.ts';

/** What charts are painted with, read from the page's palette. */
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
    info: read('--accent'),
    warning: read('--refused'),
    critical: read('--failed'),
  };
}
