import { z } from 'zod';
import { signatureOf, SigningSecrets } from '../../delivery/index.ts';
import type { DestinationType } from '../destination-type.ts';
import { eventListOf, linesOf } from './bodies.ts';
import { callHttp, Compression, httpMembers, httpSecrets, HttpUrl, isPage, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH']).default('POST').describe('How it is called'),
  compression: Compression.default('none').describe('Of the body'),
  maxEvents: z.number().int().min(1).max(10_000).default(1000).describe('Events of a call'),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(256 << 20)
    .default(5 << 20)
    .describe('Of a call, before compression'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** Whatever takes JSON by HTTP. */
export const webhook: DestinationType<Settings> = {
  type: 'webhook',
  settings: Settings,
  meaning:
    'Whatever takes JSON by HTTP, signed by the Standard Webhooks convention where there is a `secret`. The header `webhook-id` is the same for all tries of the same events: who keeps it takes nothing twice. A page of HTML is no answer: a proxy or a form to sign in has sent it, and the call is made again.',
  secrets: [
    { name: 'url', meaning: 'What is called', isRequired: true, value: HttpUrl },
    {
      name: 'secret',
      meaning: 'With which calls are signed: `whsec_…`, or two with a blank between them',
      isRequired: false,
      value: SigningSecrets,
    },
    ...httpSecrets,
  ],
  shapes: ['event-list', 'raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEvents, maxBytes }) => ({ events: maxEvents, bytes: maxBytes, eventBytes: maxBytes }),
  send: async (parcel) => {
    const { events, shape, settings, secrets, key, now } = parcel;
    const isList = shape === 'event-list';
    const { outcome, answer } = await callHttp(parcel, {
      method: settings.method,
      url: secrets['url'] ?? '',
      type: isList ? 'application/json' : 'application/x-ndjson',
      body: isList ? eventListOf(events) : linesOf(events),
      headers: (body) => signatureOf({ key, secret: secrets['secret'], now }, body),
    });
    return unlessForeign(outcome, { isOwn: !isPage(answer.body), what: 'a webhook' });
  },
};
