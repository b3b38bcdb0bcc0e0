import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { isConfirmedByName } from './confirm-by-name.ts';

async function answered(text: string, isTTY = true): Promise<readonly [boolean, string]> {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  input.end(text);
  const isConfirmed = await isConfirmedByName('type its name: ', 'prod-eu', { input, output });
  return [isConfirmed, String(output.read() ?? '')];
}

test('who types the name confirms, and nobody else', async () => {
  expect(await answered('prod-eu\n')).toEqual([true, 'type its name: ']);
  expect(await answered(' prod-eu\r\n')).toEqual([true, 'type its name: ']);
  for (const text of ['', '\n', 'y\n', 'prod\n', 'PROD-EU\n', 'prod-us\nprod-eu\n'])
    expect((await answered(text))[0]).toBe(false);
});

test('where there is no terminal nobody is asked', async () => {
  expect(await answered('prod-eu\n', false)).toEqual([false, '']);
});
