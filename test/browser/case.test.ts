// A trail: what is pinned on the way is put in order, annotated, and handed on as a file with the events as they were received.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { callAs } from './support/api.ts';
import { expectSound } from './support/expect-sound.ts';
import { screenshot, shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const trail = `from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z&q=${encodeURIComponent('user.username: mallory')}`;

const stage = createStage();

async function openTrail(width: number, language = 'en', scheme: 'light' | 'dark' = 'light') {
  const opened = await stage.signedIn(width, language, scheme);
  await opened.page.goto(`${stage.server.url}/explore?${trail}`);
  await opened.page.locator('[role=row][id=event-2]').waitFor();
  return opened;
}

/** Waits until the current case has so many pins. */
async function pinned(page: Page, count: number): Promise<void> {
  await page.locator('[class*=Indicator]').getByText(String(count), { exact: true }).waitFor();
}

/** What the server says of the only case of a name, in the order of its pins. */
async function pinsOf(page: Page, name: string): Promise<readonly { kind: string; note: string; raw?: string }[]> {
  const list = (await callAs(page, 'GET', '/api/v1/cases')).body as { items: { id: string; name: string }[] };
  const id = list.items.find((item) => item.name === name)?.id ?? '';
  const { body } = await callAs(page, 'GET', `/api/v1/cases/${id}`);
  return (body as { pins: { kind: string; note: string; raw?: string }[] }).pins;
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFileSync(await download.path(), 'utf8');
}

/** Writes a note, leaves the field, and waits until it is kept. */
async function annotate(page: Page, field: Locator, text: string, name: string): Promise<void> {
  await field.fill(text);
  await field.press('Tab');
  await expect.poll(async () => (await pinsOf(page, name)).some(({ note }) => note === text)).toBe(true);
}

it('by mouse: pinned from a row, the open event and the query; ordered, annotated, exported', async () => {
  const { page, problems } = await openTrail(1280);
  const name = 'Who listed secrets';
  const row = page.locator('[role=row][id=event-1]');
  await row.hover();
  await row.getByRole('button', { name: 'Pin to the case' }).click();
  await page.getByRole('textbox', { name: 'New case' }).fill(name);
  await expectSound(page);
  await page.getByRole('button', { name: 'Begin' }).click();
  await pinned(page, 1);
  await page.locator('[role=row][id=event-0]').click();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByRole('button', { name: 'Pin to the case' }).click();
  await pinned(page, 2);
  await drawer.getByRole('button', { name: 'Unpin from the case', pressed: true }).waitFor();
  await page.getByRole('button', { name: `Case: ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Pin this search' }).click();
  await pinned(page, 3);
  await expectSound(page);
  await screenshot(page, 'case-explore-en-light-1280');

  await page.getByRole('button', { name: `Case: ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Open the case' }).click();
  const pins = page.getByRole('list', { name: 'Pins' }).getByRole('listitem');
  await pins.nth(2).waitFor();
  await annotate(page, page.getByRole('textbox', { name: 'Note on pin 3' }), 'where it began: <b>look</b>', name);
  await pins.nth(2).getByTitle('Drag to another place').dragTo(pins.nth(0));
  await expect.poll(async () => (await pinsOf(page, name))[0]?.kind).toBe('search');
  await page.getByRole('button', { name: 'Move pin 2 down' }).click();
  await expect.poll(async () => page.getByRole('status').allTextContents()).toContain('Moved from place 2 to place 3');
  await pins.nth(1).getByRole('button', { name: 'As received' }).click();
  await page.getByText('By time').click();
  await expectSound(page);
  await shoot(page, 'case-en-light-1280');

  const kept = await pinsOf(page, name);
  await page.getByRole('button', { name: 'Export' }).click();
  const markdown = await downloaded(page, () => page.getByRole('menuitem', { name: /^Markdown/ }).click());
  expect(markdown).toContain(`# ${name}\n`);
  expect(markdown).toContain(String.raw`where it began\: &lt;b&gt;look&lt;\/b&gt;`);
  for (const { raw } of kept) {
    if (raw === undefined) continue;
    expect(markdown).toContain(`\n${raw}\n`);
    expect(markdown).toContain(createHash('sha256').update(raw).digest('hex'));
  }
  // What is printed, and saved as PDF, has the events as received as well.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.getByRole('heading', { name: 'The events as received' }).waitFor();
  expect(await page.locator('pre').count()).toBeGreaterThan(2);
  await page.getByRole('paragraph').filter({ hasText: 'where it began: <b>look</b>' }).waitFor();
  await shoot(page, 'case-print-en');
  expect(problems).toEqual([]);
  await page.context().close();
});

it('by keyboard alone, in Chinese and the dark', async () => {
  const { page, problems } = await openTrail(1280, 'zh-CN', 'dark');
  const name = '谁列出了密钥';
  await page.getByRole('grid').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('q');
  const field = page.getByRole('textbox', { name: '新建案例' });
  await field.waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await pinned(page, 1);
  await field.waitFor({ state: 'detached' });
  await page.getByRole('grid').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('q');
  await pinned(page, 2);
  await page.keyboard.press('Shift+Q');
  await pinned(page, 3);
  await page.keyboard.press(',');
  await page.getByRole('menuitem', { name: '打开案例' }).focus();
  await page.keyboard.press('Enter');
  const up = page.getByRole('button', { name: '上移固定项 3' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await pinsOf(page, name))[1]?.kind).toBe('search');
  await annotate(page, page.getByRole('textbox', { name: '固定项 1 的备注' }), '第一次列出', name);
  await expectSound(page);
  await shoot(page, 'case-zh-dark-1280');
  await page.keyboard.press('e');
  const markdown = await downloaded(page, async () => {
    await page.getByRole('menuitem', { name: /^Markdown/ }).focus();
    await page.keyboard.press('Enter');
  });
  expect(markdown).toContain('## 时间线');
  expect(markdown).toContain('第一次列出');
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.waitForURL(({ pathname }) => pathname === '/cases');
  await page.getByRole('link', { name }).waitFor();
  await expectSound(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('密钥');
  await page.getByRole('option', { name: `${name} 案例` }).waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('by thumb at 390 px, in Japanese', async () => {
  const { page, problems } = await openTrail(390, 'ja');
  await page.setViewportSize({ width: 390, height: 844 });
  const name = 'シークレットの一覧';
  await page.locator('[role=row][id=event-1]').click();
  const drawer = page.getByRole('complementary', { name: 'イベント' });
  await drawer.getByRole('button', { name: 'ケースにピン留め' }).click();
  await page.getByRole('textbox', { name: '新しいケース' }).fill(name);
  await shoot(page, 'case-choose-ja-390');
  await page.getByRole('button', { name: '作成' }).click();
  await drawer.getByRole('button', { name: 'ケースから外す' }).waitFor();
  await page.goBack();
  await drawer.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `ケース: ${name}` }).click();
  await page.getByRole('menuitem', { name: 'この検索をピン留め' }).click();
  await pinned(page, 2);
  await expectSound(page);
  await shoot(page, 'case-explore-ja-390');
  await page.getByRole('button', { name: `ケース: ${name}` }).click();
  await page.getByRole('menuitem', { name: 'ケースを開く' }).click();
  await page.getByRole('button', { name: 'ピン 2 を上へ' }).click();
  await expect.poll(async () => (await pinsOf(page, name))[0]?.kind).toBe('search');
  await annotate(page, page.getByRole('textbox', { name: 'ピン 1 のメモ' }), 'ここから始まった', name);
  await expectSound(page);
  await shoot(page, 'case-ja-390');
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByRole('button', { name: 'エクスポート' }).click();
  const lines = await downloaded(page, () => page.getByRole('menuitem', { name: /JSON Lines/ }).click());
  expect(JSON.parse(lines)).toMatchObject({ kind: 'Event', user: { username: 'mallory@corp.example' } });
  expect(problems).toEqual([]);
  await page.context().close();
});
