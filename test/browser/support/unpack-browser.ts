import chromium from '@sparticuz/chromium';
import { prepareFonts } from './fonts.ts';

/** Unpacks browser and fonts before there are test files: two of these that did so at the same time would start a half-written program. */
export async function setup(): Promise<void> {
  prepareFonts();
  await chromium.executablePath();
}
