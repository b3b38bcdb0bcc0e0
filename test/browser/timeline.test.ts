import { expect, it } from 'vitest';
import { expectSound } from './support/expect-sound.ts';
import { shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
const ofWeb = 'objectRef.resource: deployments and objectRef.name == web and verb: patch';

const stage = createStage();

async function openTimeline(width: number, language: string, scheme: 'light' | 'dark', more = '', query = ofWeb) {
  const opened = await stage.signedIn(width, language, scheme);
  await opened.page.goto(`${stage.server.url}/explore?${range}&view=timeline&q=${encodeURIComponent(query)}${more}`);
  await opened.page.getByRole('grid').getByRole('row').nth(3).waitFor();
  return opened;
}

it('a Deployment with what it owns, by keyboard, to the difference that a change made', async () => {
  const { page, problems } = await openTimeline(1280, 'en', 'light');
  await page.getByRole('button', { name: 'Fit to what happened' }).click();
  await page.waitForURL(/from=2026-11-20T18(:|%3A)05/);
  const grid = page.getByRole('grid', { name: 'Timeline' });
  const heads = await grid.getByRole('rowheader').allTextContents();
  expect(heads[0]).toContain('deployments/web');
  expect(heads[1]).toContain('replicasets/web-');
  expect(heads.filter((head) => head.includes('pods/web-')).length).toBeGreaterThan(2);
  await expectSound(page);
  await shoot(page, 'timeline-en-light-1280');

  await grid.focus();
  await page.keyboard.press('End');
  const line = page.getByRole('status').filter({ hasText: 'deployments/web' });
  for (let step = 0; step < 200 && !(await line.innerText()).includes('replicas'); step += 1)
    await page.keyboard.press('ArrowLeft');
  expect(await line.innerText()).toMatch(/patched deployments\/web · replicas \d[^]*\d/);
  await page.keyboard.press('Space');
  await grid.getByText('Available', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByRole('tab', { name: 'Change' }).click();
  const diff = drawer.locator('pre');
  await diff.waitFor();
  expect(await diff.innerText()).toMatch(/-\s+replicas: \d\n\+\s+replicas: \d/);
  await expectSound(page);
  await shoot(page, 'timeline-change-en-light-1280');
  expect(problems).toEqual([]);
});

it('on a phone, in the dark, in Chinese: the lanes, and the same as a table', async () => {
  const { page, problems } = await openTimeline(390, 'zh-CN', 'dark');
  await expectSound(page);
  await shoot(page, 'timeline-zh-dark-390');
  await page.getByRole('button', { name: '以表格显示' }).click();
  await page.getByRole('table').first().waitFor();
  await expectSound(page);
  await shoot(page, 'timeline-table-zh-dark-390');
  expect(problems).toEqual([]);
});

it('lanes of users, and of people only, in Japanese', async () => {
  const { page, problems } = await openTimeline(1280, 'ja', 'dark', '&noise=show', 'verb: create');
  await page.getByText('ユーザー', { exact: true }).last().click();
  await page.waitForURL(/by=user/);
  const controller = page.getByRole('rowheader', { name: /replicaset-controller/ });
  await controller.waitFor();
  await page.getByRole('button', { name: '人の操作のみ' }).click();
  await page.waitForURL(/noise=people/);
  await controller.waitFor({ state: 'detached' });
  await page.getByRole('rowheader', { name: /ram-user-240112/ }).waitFor();
  const heads = await page.getByRole('rowheader').allInnerTexts();
  expect(heads.filter((head) => /system:|controller|scheduler/.test(head))).toEqual([]);
  await expectSound(page);
  await shoot(page, 'timeline-people-ja-dark-1280');
  expect(problems).toEqual([]);
});
