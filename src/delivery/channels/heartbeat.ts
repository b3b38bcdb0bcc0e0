import { z } from 'zod';
import { words } from '../../base/index.ts';
import type { ChannelType, Outcome, Sending } from '../channel.ts';
import { outcomeOfStatus } from './http-outcome.ts';

const Settings = z.strictObject({ method: z.enum(['GET', 'POST']).default('GET').describe('How it is called') });
type HeartbeatSettings = z.output<typeof Settings>;

const everyMs = 60_000;

type Way = Omit<Sending<HeartbeatSettings>, 'message' | 'key'>;

/**
 * A dead man's switch, for those who watch the watcher: an address that is called each minute, so that whoever waits for the calls tells
 * people when there are none. It is told nothing but that, and not called while the server runs and does not do its work.
 */
export const heartbeat: ChannelType<HeartbeatSettings> = {
  type: 'heartbeat',
  settings: Settings,
  secrets: [{ name: 'url', meaning: 'Called each minute', isRequired: true }],
  limits: () => ({ bytes: 1024 }),
  send: (sending) =>
    sending.message.kind === 'heartbeat' || sending.message.kind === 'test'
      ? call(sending)
      : Promise.resolve({ kind: 'failed', answer: words`a heartbeat takes no messages` }),
  refresh: { everyMs, endedForMs: 0, saysItWorks: true, send: (way) => call(way) },
};

async function call({ http, settings, secrets, now, signal }: Way): Promise<Outcome> {
  const { url = '' } = secrets;
  return outcomeOfStatus(await http.send({ method: settings.method, url, signal }), now);
}
