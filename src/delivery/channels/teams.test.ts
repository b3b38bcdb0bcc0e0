import { expect, test } from 'vitest';
import { teams } from './teams.ts';
import { hostileMessage, largeMessage, sendThrough, startReceiver, testMessage, type TestAnswer } from './testkit.ts';

interface Card {
  readonly type: string;
  readonly version: string;
  readonly body: readonly {
    readonly type: string;
    readonly inlines: readonly { readonly type: string; readonly text: string }[];
  }[];
  readonly actions: readonly { readonly type: string; readonly url: string }[];
}

function cardOf(body: string): Card {
  const { attachments } = JSON.parse(body) as { attachments: [{ contentType: string; content: Card }] };
  expect(attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
  return attachments[0].content;
}

test('a message arrives as an adaptive card, and 202 is taken for delivered', async () => {
  await using receiver = await startReceiver(() => ({ status: 202 }));
  const message = testMessage({ kind: 'resolved', language: 'ja', endedAt: Date.parse('2026-11-29T07:05:00Z') });
  const outcome = await sendThrough(teams, { secrets: { url: `${receiver.url}/workflows/1?sig=s` }, message });
  expect(outcome).toEqual({ kind: 'delivered', status: 202, answer: '' });
  const card = cardOf(receiver.received[0]?.body ?? '');
  expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
  expect(card.body[0]?.inlines[0]).toMatchObject({ text: '[解決済み] Shell opened in web-1', color: 'good' });
  expect(card.body.map(({ inlines }) => inlines.map(({ text }) => text).join(''))).toContain('User: alice');
  expect(card.actions).toEqual([
    { type: 'Action.OpenUrl', title: 'Open the events', url: 'https://whodunit.example/explore?query=a%20b&from=1' },
  ]);
});

test('what attackers write stands in text runs alone, where there is no markdown, and calls no function', async () => {
  await using receiver = await startReceiver(() => ({ status: 202 }));
  await sendThrough(teams, { secrets: { url: receiver.url }, message: hostileMessage });
  const card = cardOf(receiver.received[0]?.body ?? '');
  for (const { type, inlines } of card.body) {
    expect(type).toBe('RichTextBlock');
    for (const inline of inlines) {
      expect(inline.type).toBe('TextRun');
      expect(inline.text).not.toMatch(/\{\{|[\u202e\r]/);
    }
  }
  expect(card.actions.map(({ url }) => url)).toEqual(['https://whodunit.example/explore?query=a%20b&from=1']);
});

test('a function stays text however many brackets stand before it', async () => {
  await using receiver = await startReceiver(() => ({ status: 202 }));
  const message = testMessage({ facts: [{ name: 'user', value: '{{{DATE(2026-11-29T07:10:00Z)}}}' }] });
  await sendThrough(teams, { secrets: { url: receiver.url }, message });
  expect(receiver.received[0]?.body).not.toContain('{{');
});

test('a card never has more than 20 kB', async () => {
  await using receiver = await startReceiver(() => ({ status: 202 }));
  await sendThrough(teams, { secrets: { url: receiver.url }, message: largeMessage });
  const body = receiver.received[0]?.body ?? '';
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
  expect(cardOf(body).body.length).toBeGreaterThan(5);
});

test.each<[TestAnswer, object]>([
  [
    { status: 429, headers: { 'retry-after': '12' } },
    { kind: 'retry', afterMs: 12_000 },
  ],
  [{ status: 502 }, { kind: 'retry' }],
  [{ status: 413 }, { kind: 'too-large' }],
  [{ status: 400 }, { kind: 'failed' }],
  [{ status: 401 }, { kind: 'failed' }],
  [{ status: 404 }, { kind: 'failed' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(teams, { secrets: { url: receiver.url } })).toMatchObject(outcome);
});
