import { expect, it } from 'vitest';
import { expectSound } from './support/expect-sound.ts';
import { accessibilityViolations, clippedTexts } from './support/inspect.ts';
import { screenshot, shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage();

interface Told {
  readonly id: string;
  readonly stage?: 'ResponseStarted' | 'ResponseComplete';
  readonly received: Date;
  readonly at?: Date;
  readonly code?: number;
  readonly user?: string;
}

/** A command in a pod, as one of its stages tells it. */
function exec({ id, stage = 'ResponseComplete', received, at = received, code = 101, user = 'lena' }: Told): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: id,
    stage,
    requestURI: '/api/v1/namespaces/prod/pods/folded/exec?command=ls&stdout=true',
    verb: 'get',
    user: { username: user },
    objectRef: { resource: 'pods', namespace: 'prod', name: 'folded', apiVersion: 'v1', subresource: 'exec' },
    responseStatus: { metadata: {}, code },
    requestReceivedTimestamp: received.toISOString(),
    stageTimestamp: at.toISOString(),
  });
}

async function explorer(query: string, width: number, language = 'en', scheme: 'light' | 'dark' = 'light', more = '') {
  const opened = await stage.signedIn(width, language, scheme);
  await opened.page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent(query)}${more}`);
  return opened;
}

it('stages are one row, alike events another: unfolded by mouse and by key, switched off and remembered', async () => {
  const received = new Date('2026-11-20T18:06:50.000Z');
  await stage.server.ingest('edge', exec({ id: 'run', stage: 'ResponseStarted', received }));
  await stage.server.ingest('edge', exec({ id: 'run', received, at: new Date('2026-11-20T18:06:59.000Z') }));
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

  await page.keyboard.press('A');
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

it('what is live begins with what was there, and says what is missing', async () => {
  const now = Date.now();
  const commands = Array.from({ length: 60 }, (_, index) =>
    exec({ id: `live-${index}`, received: new Date(now - 60_000 + index * 100), user: 'ines' }),
  );
  await stage.server.ingest('edge', commands.join('\n'));
  const { page, problems } = await explorer('user.username: ines', 1440, 'en', 'light', '&view=live');
  const first = page.locator('[role=row][id=event-0]');
  await first.getByText('50 times').waitFor();
  await stage.server.ingest('edge', exec({ id: 'live-60', received: new Date(), user: 'ines' }));
  await first.getByText('51 times').waitFor();
  expect(await page.getByText('missing here').count()).toBe(0);
  await shoot(page, 'live-en-light-1440');

  // A stream that leaves events out, and breaks off.
  const body = 'event: status\ndata: {"skipped":true}\n\n';
  await page.route('**/api/v1/tail*', (route) => route.fulfill({ contentType: 'text/event-stream', body }));
  await page.getByRole('button', { name: 'Show controllers and kubelets' }).click();
  const loss = page.getByRole('alert').filter({ hasText: 'Events are missing here' });
  await loss.waitFor();
  await page.mouse.move(720, 30);
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-stale], [role="tooltip"]'));
  expect(await clippedTexts(page)).toEqual([]);
  expect(await accessibilityViolations(page)).toEqual([]);
  await shoot(page, 'live-loss-en-light-1440');
  await page.unroute('**/api/v1/tail*');
  await loss.getByRole('button', { name: 'Show all of that time' }).click();
  await page.waitForURL((url) => !url.searchParams.has('view') && url.searchParams.get('from') !== null);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('patterns: what events have in common, what is new, and the way to its events', async () => {
  const { page, problems } = await explorer('user.username: mallory', 1440, 'en', 'light', '&view=patterns');
  const table = page.getByRole('table', { name: 'Patterns' });
  const loop = table.getByRole('row').filter({ hasText: /mallory@corp.example tried to list configmaps/ });
  await loop.getByText('ns*').waitFor();
  await page.getByText('Nothing was recorded in the period before').waitFor();
  await expectSound(page);
  await screenshot(page, 'patterns-en-light-1440');
  await loop.getByRole('button').first().click();
  await page.waitForURL((url) => !url.searchParams.has('view'));
  await page.getByText('12 events', { exact: true }).waitFor();

  // Against the minute before, the reading of one Secret is new.
  const minute = 'from=2026-11-20T18:06:00.000Z&to=2026-11-20T18:07:00.000Z';
  await page.goto(`${stage.server.url}/explore?${minute}&view=patterns&q=mallory`);
  await page.getByRole('checkbox', { name: /Only what is new/ }).check();
  const secret = table.getByRole('row').filter({ hasText: 'secrets/db-a' });
  await secret.getByText('New', { exact: true }).waitFor();
  await secret.getByRole('button', { name: /^Latest:/ }).click();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByText('mallory@corp.example').first().waitFor();
  await expectSound(page);
  await shoot(page, 'patterns-new-en-light-1440');
  expect(problems).toEqual([]);
  await page.context().close();
});

it('patterns on a phone, in Chinese, in the dark', async () => {
  const { page, problems } = await explorer('', 390, 'zh-CN', 'dark', '&view=patterns');
  await page.getByRole('table', { name: '模式' }).getByRole('button').nth(3).waitFor();
  await expectSound(page);
  await shoot(page, 'patterns-zh-dark-390');
  expect(problems).toEqual([]);
  await page.context().close();
});
