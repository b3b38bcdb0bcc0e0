import { expect, test } from 'vitest';
import { boundedMessage } from './bounds.ts';
import { hostileMessage, testMessage } from './channels/testkit.ts';

test('a message of usual size is kept as it is', () => {
  for (const message of [testMessage(), hostileMessage]) expect(boundedMessage(message)).toEqual(message);
});

test('what has no room is cut, and it is said', () => {
  const files = ['a', 'b', 'c'].map((name) => ({ name, contentType: 'text/html', content: 'A'.repeat(10 << 20) }));
  const bounded = boundedMessage(
    testMessage({
      title: 't'.repeat(5000),
      text: 'x'.repeat(100_000),
      facts: Array.from({ length: 1000 }, (_, index) => ({ name: `${index}`, value: 'v'.repeat(20_000) })),
      data: { rows: 'd'.repeat(1 << 20) },
      attachments: files,
    }),
  );
  expect(bounded.title).toMatch(/^t{1000}…$/);
  expect(bounded.text).toMatch(/^x{20000}…\n✂ c$/);
  expect(bounded.facts).toHaveLength(300);
  expect(bounded.facts[7]?.value).toMatch(/^v{8000}…$/);
  expect(bounded.data).toEqual({ isCut: true });
  expect(bounded.attachments).toEqual(files.slice(0, 2));
});
