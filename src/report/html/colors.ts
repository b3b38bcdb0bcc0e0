import type { ChartColors } from '../../charts/index.ts';

/** The palette of the page (tokens.css), for paper and light screens, and for dark ones. Contrast of text is AA. */
export const light: ChartColors = {
  ink: '#1b1f27',
  mute: '#616977',
  line: '#e2e5ea',
  panel: '#ffffff',
  accent: '#2d56c4',
  sunken: '#f2f4f7',
  soft: '#e6edfb',
  ground: '#fbfbfc',
  info: '#2448a8',
  warning: '#8a5300',
  critical: '#b3261e',
};

export const dark: ChartColors = {
  ink: '#dde0e7',
  mute: '#949cab',
  line: '#2a2e37',
  panel: '#1b1e24',
  accent: '#7d9ff5',
  sunken: '#121419',
  soft: '#24304d',
  ground: '#16181d',
  info: '#9db7fa',
  warning: '#f0b95a',
  critical: '#f5928a',
};

/** The declarations of the CSS variables of a palette. */
export function variablesOf(colors: ChartColors): string {
  return Object.entries(colors)
    .map(([name, color]: readonly [string, string]) => `--${name}:${color}`)
    .join(';');
}

const nameByColor = new Map(Object.entries(light).map(([name, color]: readonly [string, string]) => [color, name]));

/** Puts CSS variables into the place of the light palette's colours of an SVG, so that one picture fits both palettes. */
export function withVariables(svg: string): string {
  // No text of a picture matches: quotes in it are escaped.
  return svg.replaceAll(/ (fill|stroke)="(#[0-9a-f]{6})"/g, (whole, attribute: string, color: string) => {
    const name = nameByColor.get(color);
    return name === undefined ? whole : ` ${attribute}="var(--${name})"`;
  });
}
