import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { prepareFonts } from './fonts.ts';

/** Starts the Chromium that came with npm, with fonts for every language of the page. */
export async function launchBrowser(): Promise<Browser> {
  const fonts = prepareFonts();
  const executablePath = await chromium.executablePath();
  return playwright.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...process.env, FONTCONFIG_PATH: fonts, FONTCONFIG_FILE: `${fonts}/fonts.conf` },
  });
}
