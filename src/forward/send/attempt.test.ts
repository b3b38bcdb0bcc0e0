import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAddressGuard, createConnector, createHttpClient, systemClock } from '../../platform/index.ts';
import { KeptHead } from '../destination-form.ts';
import type { Outcome } from '../outcome.ts';
import { storedEvent } from '../testkit.ts';
import { webhook } from '../types/webhook.ts';
import { attempt } from './attempt.ts';
import { forwardedEvent } from './parcels.ts';

const guard = createAddressGuard(['127.0.0.0/8']);
if ('notANetwork' in guard) throw new Error(guard.notANetwork);
const ways = {
  http: createHttpClient({ guard, limits: { headersMs: 50, totalMs: 50, answerBytes: 100 } }),
  connector: createConnector({ guard }),
  clock: systemClock,
};
const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** Tries to send an event to a webhook that answers so. */
async function attemptAt(answer: (response: ServerResponse) => unknown): Promise<Outcome> {
  const server = createServer((_, response) => void answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ended.push(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const destination = {
    name: 'siem',
    type: webhook,
    head: KeptHead.parse({}),
    shape: 'raw',
    settings: webhook.settings.parse({}),
    secrets: { url },
    owner: { kind: 'user', name: 'ann', since: 0 },
    isPaused: false,
  } as const;
  const event = forwardedEvent(storedEvent({ id: 'a' }), 'prod', 'raw');
  return attempt(ways, destination, [event], new AbortController().signal);
}

test('who answers later than others are waited for is waited for', async () => {
  expect(await attemptAt((response) => sleep(300).then(() => response.end()))).toMatchObject({ kind: 'sent' });
});

test.each([
  [200, 'sent'],
  [500, 'retry'],
  [400, 'refused'],
] as const)('an answer of %i is what it says, however long it is', async (status, kind) => {
  const outcome = await attemptAt((response) => response.writeHead(status).end('x'.repeat(1 << 20)));
  expect(outcome).toMatchObject({ kind, status });
});
