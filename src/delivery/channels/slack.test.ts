import { expect, test } from 'vitest';
import { slack } from './slack.ts';
import { hostileMessage, largeMessage, sendThrough, startReceiver, testMessage, type TestAnswer } from './testkit.ts';

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly fields?: readonly { readonly type: string; readonly text: string }[];
  readonly elements?: readonly { readonly type: string; readonly text: string }[];
}
interface Body {
  readonly text: string;
  readonly blocks?: readonly Block[];
}

function read(body: string): Body {
  return JSON.parse(body) as Body;
}

test('a message arrives as blocks', async () => {
  await using receiver = await startReceiver(() => ({ body: 'ok' }));
  const outcome = await sendThrough(slack, { secrets: { url: `${receiver.url}/services/T/B/x` } });
  expect(outcome).toEqual({ kind: 'delivered', status: 200, answer: 'ok' });
  const [{ method, path, body } = { method: '', path: '', body: '' }] = receiver.received;
  expect([method, path]).toEqual(['POST', '/services/T/B/x']);
  expect(read(body).text).toBe('[High] Shell opened in web-1');
  expect(read(body).blocks?.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'section']);
  expect(body).toContain('"User\\nalice"');
  expect(body).toContain('<https://whodunit.example/explore?query=a%20b&amp;from=1|Open the events>');
});

test('what attackers write is text: it stands where there is no markup, or is escaped', async () => {
  await using receiver = await startReceiver(() => ({ body: 'ok' }));
  await sendThrough(slack, {
    secrets: { url: receiver.url },
    message: hostileMessage,
    settings: { mentions: ['here', 'U012'] },
  });
  const { text, blocks = [] } = read(receiver.received[0]?.body ?? '');
  expect(text).not.toMatch(/[<>\n]/);
  const markup = blocks.filter(({ text: part }) => part?.type === 'mrkdwn').map(({ text: part }) => part?.text);
  expect(markup).toEqual([
    '<!here> <@U012>\n<https://whodunit.example/explore?query=a%20b&amp;from=1|Open the events>',
  ]);
  const plain = blocks.flatMap(({ text: part, fields = [], elements = [] }) => [
    ...(part ? [part] : []),
    ...fields,
    ...elements,
  ]);
  expect(plain.filter(({ type }) => type !== 'plain_text')).toHaveLength(1);
  expect(JSON.stringify(blocks)).not.toMatch(/\u202e/);
});

test('a large message is cut to what is taken: bytes, blocks and lengths', async () => {
  await using receiver = await startReceiver(() => ({ body: 'ok' }));
  await sendThrough(slack, { secrets: { url: receiver.url }, message: largeMessage });
  const body = receiver.received[0]?.body ?? '';
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(12_000);
  expect(read(body).blocks?.length).toBeLessThanOrEqual(50);
  expect(body).toContain('Shortened');
  await sendThrough(slack, { secrets: { url: receiver.url }, message: largeMessage, bytes: 3000 });
  expect(Buffer.byteLength(receiver.received[1]?.body ?? '')).toBeLessThanOrEqual(3000);
});

test('blocks that are refused are sent as one text, in which nothing is markup', async () => {
  await using receiver = await startReceiver(({ body }) =>
    read(body).blocks ? { status: 400, body: 'invalid_blocks' } : { body: 'ok' },
  );
  const outcome = await sendThrough(slack, { secrets: { url: receiver.url }, message: hostileMessage });
  expect(outcome).toMatchObject({ kind: 'delivered' });
  expect(receiver.received).toHaveLength(2);
  const { text } = read(receiver.received[1]?.body ?? '');
  expect(text.match(/<[^>]*>/g)).toEqual(['<https://whodunit.example/explore?query=a%20b&amp;from=1|Open the events>']);
});

test.each<[TestAnswer, object]>([
  [
    { status: 429, headers: { 'retry-after': '7' }, body: 'rate_limited' },
    { kind: 'retry', afterMs: 7000 },
  ],
  [{ status: 503, body: '' }, { kind: 'retry' }],
  [
    { status: 403, body: 'invalid_token' },
    { kind: 'failed', status: 403 },
  ],
  [
    { status: 404, body: 'no_service' },
    { kind: 'failed', status: 404 },
  ],
  [{ status: 410, body: 'channel_is_archived' }, { kind: 'failed' }],
  [{ status: 200, body: '<html>sign in</html>' }, { kind: 'failed' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(slack, { secrets: { url: receiver.url }, message: testMessage() })).toMatchObject(outcome);
});
