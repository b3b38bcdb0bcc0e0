import { expect, test } from 'vitest';
import { lark, signature } from './lark.ts';
import {
  hostileMessage,
  hostileText,
  largeMessage,
  sendThrough,
  startReceiver,
  testMessage,
  type TestAnswer,
} from './testkit.ts';

const good = { body: '{"code":0,"msg":"success","data":{}}' };

test('the signature is that of a robot with the secret SECabc123', () => {
  expect(signature('SECabc123', 1_795_906_272)).toEqual({
    timestamp: '1795906272',
    sign: '0Tm3Ub4RiKHL22QcDAQMQe0gtYL4OEi0AYZ1X86tM4s=',
  });
});

test('a message arrives as a card, signed with the time of the try', async () => {
  await using receiver = await startReceiver(() => good);
  const outcome = await sendThrough(lark, {
    secrets: { url: `${receiver.url}/open-apis/bot/v2/hook/t`, secret: 'SECabc123' },
    settings: { keyword: 'whodunit' },
    now: 1_795_906_272_345,
  });
  expect(outcome).toEqual({ kind: 'delivered', status: 200, answer: good.body });
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    timestamp: '1795906272',
    sign: '0Tm3Ub4RiKHL22QcDAQMQe0gtYL4OEi0AYZ1X86tM4s=',
    msg_type: 'interactive',
    card: {
      header: { title: { tag: 'plain_text', content: '[High] Shell opened in web-1' }, template: 'red' },
      elements: [
        { tag: 'div', text: { tag: 'plain_text', content: 'alice ran a command.\nIn the container app.' } },
        {
          tag: 'div',
          text: {
            content: 'User: alice\nCommand: sh -c id',
          },
        },
        { tag: 'action', actions: [{ url: 'https://whodunit.example/explore?query=a%20b&from=1' }] },
        { tag: 'note', elements: [{ tag: 'plain_text', content: 'whodunit' }] },
      ],
    },
  });
});

test('the keyword is in a message that says that it is over as well, and no signature where there is no secret', async () => {
  await using receiver = await startReceiver(() => good);
  const message = testMessage({ kind: 'resolved' });
  await sendThrough(lark, { secrets: { url: receiver.url }, settings: { keyword: '告警' }, message });
  const body = receiver.received[0]?.body ?? '';
  expect(body).toContain('告警');
  expect(body).toContain('"template":"green"');
  expect(JSON.parse(body)).not.toHaveProperty('sign');
});

/** The tags of all texts, wherever they stand. */
function textTags(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(textTags);
  return 'content' in value && 'tag' in value ? [String(value.tag), ...inner] : inner;
}

test('what attackers write stands in plain text alone, where there is no markup and no mention', async () => {
  await using receiver = await startReceiver(() => good);
  await sendThrough(lark, { secrets: { url: receiver.url }, message: hostileMessage });
  const body = receiver.received[0]?.body ?? '';
  expect(new Set(textTags(JSON.parse(body)))).toEqual(new Set(['plain_text']));
  expect(body).toContain(JSON.stringify(hostileText.slice(0, 40)).slice(1, -1));
  expect(body).not.toMatch(/\u202e/);
});

test('a card never has more than is taken', async () => {
  await using receiver = await startReceiver(() => good);
  await sendThrough(lark, { secrets: { url: receiver.url }, message: largeMessage });
  expect(Buffer.byteLength(receiver.received[0]?.body ?? '')).toBeLessThanOrEqual(18_000);
});

test.each<[TestAnswer, object]>([
  [
    { body: '{"code":11232,"msg":"frequency limited psm[lark.oapi.app_platform_runtime]"}' },
    { kind: 'retry', afterMs: 10_000 },
  ],
  [{ status: 400, body: '{"code":9499,"msg":"too many request"}' }, { kind: 'retry' }],
  [
    { status: 400, body: '{"code":9499,"msg":"Bad Request"}' },
    { kind: 'failed', status: 400 },
  ],
  [{ body: '{"code":2200,"msg":"internal error"}' }, { kind: 'retry' }],
  [
    { body: '{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}' },
    { kind: 'failed' },
  ],
  [{ body: '{"code":19022,"msg":"Ip Not Allowed"}' }, { kind: 'failed' }],
  [{ body: '{"code":19024,"msg":"Key Words Not Found"}' }, { kind: 'failed' }],
  [{ body: 'hello' }, { kind: 'failed' }],
  [{ status: 503, body: 'busy' }, { kind: 'retry' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(lark, { secrets: { url: receiver.url } })).toMatchObject(outcome);
});
