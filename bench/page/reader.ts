import type { Page } from 'playwright-core';
import { choosePassword } from '../../test/browser/support/choose-password.ts';
import type { BenchServer } from '../support/server.ts';

/** Somebody who reads the page of a server. */
export interface Reader {
  readonly url: string;
  readonly name: string;
  readonly password: string;
}

/** Adds an administrator who has chosen their password. */
export async function addReader(server: BenchServer): Promise<Reader> {
  const name = 'reader';
  const { password: current } = (await server.api('/api/v1/users', { name, role: 'admin' })) as { password: string };
  const password = 'chosen for the benchmark';
  await choosePassword(server.url, { name, current, next: password });
  return { url: server.url, name, password };
}

/** Signs in, and waits until a page is there that asks for no events, whole: what it still fetched would be counted with the next one. */
export async function signIn(page: Page, { url, name, password }: Reader): Promise<void> {
  await page.goto(`${url}/sign-in?next=%2Fhealth`);
  await page.locator('input[autocomplete=username]').fill(name);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname === '/health', { waitUntil: 'networkidle' });
}
