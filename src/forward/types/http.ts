import { z } from 'zod';
import { parseJson, said, textOf, words } from '../../base/index.ts';
import { hasNoPassword, Headers, Pem, type SecretMember } from '../../delivery/index.ts';
import type { OutboundAnswer } from '../../platform/index.ts';
import { compressed } from '../compressed.ts';
import type { Parcel } from '../destination-type.ts';
import { type Outcome, outcomeOfStatus } from '../outcome.ts';

/** What every destination that is reached by HTTP may be told. */
export const httpMembers = {
  ca: Pem.exactOptional().describe("PEM: who vouches for the other side in place of the system's authorities"),
  certificate: Pem.exactOptional().describe('PEM: what the other side is shown; its key is `privateKey`'),
} as const;

/** The address, where nothing in it is secret. */
export const HttpUrl = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine(hasNoPassword, words`expected no password in the address`)
  .describe('`http://` or `https://`');

export const Compression = z.enum(['none', 'gzip', 'zstd']);

export const httpTlsSecret: SecretMember = {
  name: 'privateKey',
  meaning: 'PEM: of `certificate`',
  isRequired: false,
  neededBy: 'certificate',
  value: Pem,
};

export const httpSecrets: readonly SecretMember[] = [
  { name: 'headers', meaning: 'Sent with each call', isRequired: false, value: Headers },
  { name: 'token', meaning: 'Sent as `Authorization: Bearer …`', isRequired: false },
  httpTlsSecret,
];

interface TlsSettings {
  readonly ca?: string;
  readonly certificate?: string;
}

interface HttpSettings extends TlsSettings {
  readonly compression?: z.output<typeof Compression>;
}

interface Call {
  readonly method?: 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly type: string;
  readonly body: Uint8Array;
  /** Beside the content's type and what files say; made of the body as it is sent. */
  readonly headers?: (body: Uint8Array) => Readonly<Record<string, string>>;
  readonly answerBytes?: number;
}

/** Who vouches for the other side, and what it is shown. */
export function tlsOf({ settings, secrets }: Pick<Parcel<TlsSettings>, 'settings' | 'secrets'>) {
  const { ca, certificate: cert } = settings;
  const { privateKey: key } = secrets;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
}

/** Makes the call of a parcel, and gives what its status says, with the answer for those who must look into it. */
export async function callHttp(
  parcel: Parcel<HttpSettings>,
  { method = 'POST', url, type, body, headers, answerBytes }: Call,
): Promise<{ readonly outcome: Outcome; readonly answer: OutboundAnswer }> {
  const { settings, secrets, http, now, signal } = parcel;
  const { compression = 'none' } = settings;
  const { token } = secrets;
  const sent = await compressed(body, compression);
  const answer = await http.send({
    method,
    url,
    body: sent,
    headers: {
      'content-type': type,
      ...(compression === 'none' ? {} : { 'content-encoding': compression }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...Headers.parse(JSON.parse(secrets['headers'] ?? '{}')),
      ...headers?.(sent),
    },
    tls: tlsOf(parcel),
    signal,
    ...(answerBytes === undefined ? {} : { answerBytes }),
  });
  return { outcome: outcomeOfStatus(answer, now), answer };
}

/** The JSON of an answer; undefined where it is none. */
export function documentOf(body: Buffer): unknown {
  return parseJson(body.toString('utf8'));
}

/** A 2xx that is no answer of the protocol is of a proxy or of a form to sign in: whoever sends it has taken nothing, and may be gone soon. */
export function unlessForeign(
  outcome: Outcome,
  { isOwn, what }: { readonly isOwn: boolean; readonly what: string },
): Outcome {
  if (outcome.kind !== 'sent' || isOwn) return outcome;
  return { ...outcome, kind: 'retry', answer: textOf(said`it is no answer of ${what}: ${outcome.answer}`) };
}

/** A page for people. */
export function isPage(body: Buffer): boolean {
  return /^(?:\u{feff}|\s)*<(?:!doctype\s+)?html\b/iu.test(body.subarray(0, 1024).toString('utf8'));
}
