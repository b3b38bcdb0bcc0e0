import { z } from 'zod';
import type { ChannelType, Sending } from '../channel.ts';
import type { Message, MessageKind } from '../message.ts';
import { outcomeOfStatus } from './http-outcome.ts';
import { Headers, Pem, signatureOf, SigningSecrets } from '../webhook-members.ts';
import { renderWithin } from './shorten.ts';
import { ContentTemplate, faultOf, fillIn } from './template.ts';

/** A report with its pictures. */
const defaultBytes = 4 << 20;

const Settings = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH']).default('POST').describe('How it is called'),
  perMinute: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .exactOptional()
    .describe('What it is sent at most a minute; more is merged. Left out: any number'),
  template: ContentTemplate.exactOptional().describe(
    'The body, in place of `{type, timestamp, data}`; what is filled in is made safe for within a JSON string',
  ),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(32 << 20)
    .default(defaultBytes)
    .describe('Of a body'),
  ca: Pem.exactOptional().describe("PEM: who vouches for the other side in place of the system's authorities"),
  certificate: Pem.exactOptional().describe('PEM: what the other side is shown; its key is `privateKey`'),
});
type Settings = z.output<typeof Settings>;

/** Whatever takes JSON by HTTP: `{type, timestamp, data}`, signed by the Standard Webhooks convention where there is a secret. */
export const webhook: ChannelType<Settings> = {
  type: 'webhook',
  settings: Settings,
  secrets: [
    { name: 'url', meaning: 'What is called', isRequired: true },
    { name: 'headers', meaning: 'Sent with each call', isRequired: false, value: Headers },
    {
      name: 'secret',
      meaning: 'With which calls are signed: `whsec_…`, or two with a blank between them',
      isRequired: false,
      value: SigningSecrets,
    },
    { name: 'privateKey', meaning: 'PEM: of `certificate`', isRequired: false, neededBy: 'certificate', value: Pem },
  ],
  limits: ({ perMinute, maxBytes }) => ({ bytes: maxBytes, ...(perMinute === undefined ? {} : { perMinute }) }),
  send: async (sending) => {
    const { settings, secrets, now, http, signal } = sending;
    const { method, ca, certificate: cert } = settings;
    const { privateKey: key } = secrets;
    const body = bodyOf(sending);
    const tls = {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    };
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      ...Headers.parse(JSON.parse(secrets['headers'] ?? '{}')),
      ...signatureOf({ key: sending.key, secret: secrets['secret'], now }, body),
    };
    return outcomeOfStatus(await http.send({ method, url: secrets['url'] ?? '', headers, body, tls, signal }), now);
  },
};

const types: Readonly<Record<MessageKind, string>> = {
  alert: 'alert.firing',
  resolved: 'alert.resolved',
  digest: 'alert.digest',
  report: 'report',
  heartbeat: 'heartbeat',
  test: 'test',
};

/** The body by the template of the channel; where that fails, the built-in one, which names the fault. */
function bodyOf({ message, settings, bytes }: Sending<Settings>): string {
  const { template } = settings;
  if (template === undefined) return builtInBody(message, bytes);
  const filled = fillIn(template, message, {
    escape: (text, isJson) => (isJson ? text : JSON.stringify(text).slice(1, -1)),
    trusted: ['to_json', 'quote'],
  });
  if (!filled.ok) return builtInBody({ ...message, data: { ...message.data, template_fault: faultOf(filled) } }, bytes);
  return Buffer.byteLength(filled.value) <= bytes ? filled.value : builtInBody(message, bytes);
}

/** The same bytes at each try, unless they were too many: whoever knows the id by now need not look at them. */
function builtInBody(message: Message, bytes: number): string {
  const whole = write(message, { ...message.data, ...attachmentsOf(message) });
  if (Buffer.byteLength(whole) <= bytes) return whole;
  const withoutFiles = write(message, message.data);
  if (Buffer.byteLength(withoutFiles) <= bytes) return withoutFiles;
  return renderWithin(bytes, message, (shown) => {
    const { severity, title, text, facts, links, labels } = shown;
    return write(shown, { severity, title, text, facts, links, labels, isCut: true });
  });
}

function attachmentsOf({ attachments }: Message): object {
  return attachments === undefined ? {} : { attachments };
}

function write({ kind, startedAt, endedAt }: Message, data: object): string {
  return JSON.stringify({ type: types[kind], timestamp: new Date(endedAt ?? startedAt).toISOString(), data });
}
