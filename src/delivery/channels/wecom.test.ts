import { expect, test } from 'vitest';
import { hostileMessage, largeMessage, sendThrough, startReceiver, testMessage, type TestAnswer } from './testkit.ts';
import { wecom } from './wecom.ts';

const good = { body: '{"errcode":0,"errmsg":"ok"}' };

function contentOf(body: string): string {
  const { msgtype, markdown } = JSON.parse(body) as { msgtype: string; markdown: { content: string } };
  expect(msgtype).toBe('markdown');
  return markdown.content;
}

test('a message arrives as markdown and reminds those who are named', async () => {
  await using receiver = await startReceiver(() => good);
  const url = `${receiver.url}/cgi-bin/webhook/send?key=k`;
  const outcome = await sendThrough(wecom, {
    secrets: { url },
    settings: { mentions: ['zhangsan'] },
    message: testMessage({ language: 'zh-CN' }),
  });
  expect(outcome).toEqual({ kind: 'delivered', status: 200, answer: good.body });
  expect(receiver.received[0]?.path).toBe('/cgi-bin/webhook/send?key=k');
  expect(contentOf(receiver.received[0]?.body ?? '').split('\n')).toEqual([
    '**<font color="warning">［高］ Shell opened in web-1</font>**',
    'alice ran a command.',
    'In the container app.',
    '> User: alice',
    '> Command: sh -c id',
    '[Open the events](https://whodunit.example/explore?query=a%20b&from=1)',
    '<@zhangsan>',
  ]);
});

test('what attackers write makes no link, no mention and no line of its own', async () => {
  await using receiver = await startReceiver(() => good);
  await sendThrough(wecom, { secrets: { url: receiver.url }, message: hostileMessage });
  const content = contentOf(receiver.received[0]?.body ?? '');
  expect(content.match(/\]\(/g)).toHaveLength(1);
  expect(content.match(/:\/\//g)).toHaveLength(1);
  expect(content).not.toMatch(/<@|<at|<script|`|[\u202e\r]/);
  // Its text has two line breaks: three lines, and no more.
  expect(content.split('\n')).toHaveLength(6);
});

test('a message never has more than 4,096 bytes of UTF-8', async () => {
  await using receiver = await startReceiver(() => good);
  await sendThrough(wecom, { secrets: { url: receiver.url }, message: largeMessage });
  const content = contentOf(receiver.received[0]?.body ?? '');
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
  expect(content).toContain('Shell opened in web-1');
});

test.each<[TestAnswer, object]>([
  [{ body: '{"errcode":45009,"errmsg":"api freq out of limit"}' }, { kind: 'retry', afterMs: 60_000 }],
  [{ body: '{"errcode":-1,"errmsg":"system busy"}' }, { kind: 'retry' }],
  [{ body: '{"errcode":40058,"errmsg":"exceed max length 4096"}' }, { kind: 'too-large' }],
  [{ body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }, { kind: 'failed', status: 200 }],
  [{ body: 'it works!' }, { kind: 'failed' }],
  [{ status: 500 }, { kind: 'retry' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(wecom, { secrets: { url: receiver.url } })).toMatchObject(outcome);
});
