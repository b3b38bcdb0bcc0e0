// The trail of the tutorial, from the sign-in to the exported case: by mouse, by keyboard alone and by thumb, in every language.
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type Language, languages } from '../../web/src/lib/i18n/languages.ts';
import { callAs } from './support/api.ts';
import { isEveryLook } from './support/looks.ts';
import { openIn } from './support/open-page.ts';
import { createStage } from './support/stage.ts';
import { wordsOf } from './support/wording.ts';
import { keyboard } from './tutorial/keyboard-hands.ts';
import { mouse, thumb } from './tutorial/pointing-hands.ts';
import { followTrail, type Notes } from './tutorial/trail.ts';

const stage = createStage({ isDemo: true });

const workers = { mouse, keyboard, thumb } as const;

const notes: Readonly<Record<Language, Notes>> = {
  en: { name: 'staging is gone', forgotten: 'the forgotten binding', stolen: 'a secret that was taken' },
  'zh-CN': { name: 'staging 不见了', forgotten: '被遗忘的绑定', stolen: '被拿走的密钥' },
  ja: { name: 'staging が消えた', forgotten: '忘れられたバインディング', stolen: '盗まれたシークレット' },
};

const everyRun = languages.flatMap(({ tag }) => [
  ['mouse', tag] as const,
  ['keyboard', tag] as const,
  ['thumb', tag] as const,
]);

/** Hands and languages hardly meet in a fault: the short form has each of both once, and the long form all that there are. */
const runs = isEveryLook
  ? everyRun
  : ([
      ['mouse', 'en'],
      ['keyboard', 'zh-CN'],
      ['thumb', 'ja'],
    ] as const);

it.concurrent.each(runs)('the trail of the tutorial, by %s, in %s', async (hands, language) => {
  const worker = workers[hands];
  const { page, problems } = await openIn(stage.browser, stage.server, { ...worker.window, locale: language });
  const t = await wordsOf(language);
  const reader = { page, hands: worker.hands(page, t), t };
  await reader.hands.write(page.getByRole('textbox', { name: t('session.name') }), 'admin');
  await reader.hands.write(page.locator('input[type=password]'), stage.server.password);
  await reader.hands.press(page.getByRole('button', { name: t('session.signIn'), exact: true }), 'Enter');
  await page.waitForURL(({ pathname }) => pathname === '/explore');
  await page.locator('main').waitFor();

  const name = `${notes[language].name} (${hands})`;
  const markdown = await followTrail(reader, { ...notes[language], name });
  expect(markdown).toContain(`# ${name.replaceAll(/[()]/g, String.raw`\$&`)}\n`);
  expect(markdown).toContain(notes[language].forgotten);
  expect(markdown).toContain(notes[language].stolen);
  const kept = await pinsOf(page);
  expect(kept.map(({ kind }) => kind)).toEqual([
    'event',
    'event',
    'search',
    ...Array.from({ length: 8 }, () => 'event'),
  ]);
  for (const { kind, raw = '' } of kept) {
    if (kind === 'search') continue;
    expect(markdown).toContain(`\n${raw}\n`);
    expect(markdown).toContain(createHash('sha256').update(raw).digest('hex'));
  }
  expect(problems).toEqual([]);
  await page.context().close();
});

interface KeptPin {
  readonly kind: string;
  readonly raw?: string;
}

/** What the server keeps of the case that is open, in the order of its pins. */
async function pinsOf(page: Page): Promise<readonly KeptPin[]> {
  const { body } = await callAs(page, 'GET', `/api/v1${new URL(page.url()).pathname}`);
  return (body as { readonly pins: readonly KeptPin[] }).pins;
}
