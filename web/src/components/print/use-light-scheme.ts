import { useLayoutEffect } from 'react';

const schemeAttribute = 'data-mantine-color-scheme';

/** Draws the page in the light theme while it is on: paper is white. */
export function useLightScheme(isOn: boolean): void {
  // Before the effects of charts, which read their colours from the page.
  useLayoutEffect(() => {
    if (!isOn) return undefined;
    const page = document.documentElement;
    const scheme = page.getAttribute(schemeAttribute);
    page.setAttribute(schemeAttribute, 'light');
    return () => {
      if (scheme !== null) page.setAttribute(schemeAttribute, scheme);
    };
  }, [isOn]);
}
