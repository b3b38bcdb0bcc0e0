import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { expectSound } from './support/expect-sound.ts';
import { openPage, signIn } from './support/open-page.ts';
import { startServer, type TestServer } from './support/server.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
/** `WHODUNIT_SHOTS=FOLDER` keeps pictures of what is looked at here. */
const shots = process.env['WHODUNIT_SHOTS'];

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

interface Told {
  readonly id: string;
  readonly stage?: 'ResponseStarted' | 'ResponseComplete';
  readonly received: Date;
  readonly at?: Date;
  readonly code?: number;
}

/** A command in a pod, as one of its stages tells it. */
function exec({ id, stage = 'ResponseComplete', received, at = received, code = 101 }: Told): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: id,
    stage,
    requestURI: '/api/v1/namespaces/prod/pods/folded/exec?command=ls&stdout=true',
    verb: 'get',
    user: { username: 'lena' },
    objectRef: { resource: 'pods', namespace: 'prod', name: 'folded', apiVersion: 'v1', subresource: 'exec' },
    responseStatus: { metadata: {}, code },
    requestReceivedTimestamp: received.toISOString(),
    stageTimestamp: at.toISOString(),
  });
}

async function explorer(query: string, width: number, language = 'en', scheme: 'light' | 'dark' = 'light', more = '') {
  const opened = await openPage(browser, server, width, language, scheme);
  await signIn(opened.page, server);
  await opened.page.goto(`${server.url}/explore?${range}&q=${encodeURIComponent(query)}${more}`);
  return opened;
}

it('stages are one row, alike events another: unfolded by mouse and by key, switched off and remembered', async () => {
  const received = new Date('2026-11-20T18:06:50.000Z');
  await server.ingest('edge', exec({ id: 'run', stage: 'ResponseStarted', received }));
  await server.ingest('edge', exec({ id: 'run', received, at: new Date('2026-11-20T18:06:59.000Z') }));
  const { page, problems } = await explorer('user.username: mallory or user.username: lena', 1440);
  const row = (at: number) => page.locator(`[role=row][id=event-${at}]`);
  await row(3).waitFor();
  expect(await row(0).innerText()).toMatch(/ran\s+ls\s+in\s+pods\/folded\/exec[^]*2 stages/);
  expect(await row(1).innerText()).toMatch(/tried to read secrets\/[^]*db-a, 20 times/);
  expect(await row(2).innerText()).toMatch(/tried to list configmaps, 12 times, in 12 namespaces/);
  // What is counted are events.
  await page.getByText('41 events', { exact: true }).waitFor();
  await expectSound(page);
  await shoot(page, 'folded-en-light-1440');

  await row(0).getByRole('button', { name: '2 stages of this operation' }).click();
  await row(2).getByText('ResponseStarted').waitFor();
  await page.getByRole('grid').focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('.');
  await row(4).getByText('secrets/db-a').waitFor();
  await expectSound(page);
  await shoot(page, 'unfolded-en-light-1440');

  await page.keyboard.press(',');
  await row(30).waitFor();
  await page.reload();
  await row(20).waitFor();
  expect(await page.getByText('20 times').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('rows unfold under a thumb, in Japanese, in the dark', async () => {
  const { page, problems } = await explorer('user.username: mallory', 390, 'ja', 'dark');
  const button = page.getByRole('button', { name: '似た操作 12 件' });
  await button.waitFor();
  const box = await button.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  await expectSound(page);
  await shoot(page, 'folded-ja-dark-390');
  await button.click();
  await page.locator('[role=row][id=event-13]').waitFor();
  await expectSound(page);
  await shoot(page, 'unfolded-ja-dark-390');
  expect(problems).toEqual([]);
  await page.context().close();
});
