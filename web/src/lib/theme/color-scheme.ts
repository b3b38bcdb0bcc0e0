export type ColorScheme = 'light' | 'dark';

/** Where the choice is kept; public/color-scheme.js reads it before the first paint. */
export const colorSchemeKey = 'whodunit.color-scheme';

const attribute = 'data-mantine-color-scheme';

/** The colours that the page stands in now. */
export function shownColorScheme(): ColorScheme {
  return document.documentElement.getAttribute(attribute) === 'dark' ? 'dark' : 'light';
}

/** Changes them, as Mantine does on the other pages. */
export function chooseColorScheme(scheme: ColorScheme): void {
  localStorage.setItem(colorSchemeKey, scheme);
  document.documentElement.setAttribute(attribute, scheme);
}
