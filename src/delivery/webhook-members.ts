import { issueOf, said, words } from '../base/index.ts';
import { createHmac } from 'node:crypto';
import { z } from 'zod';

const HeaderName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, words`expected the name of a header`);
/** What the connection or the signature say by themselves. */
const ownHeaders =
  /^(host|content-length|transfer-encoding|connection|expect|upgrade|te|trailer|webhook-(id|timestamp|signature))$/i;

/** Headers that are sent with each call. */
export const Headers = z
  .record(
    HeaderName,
    z
      .string()
      .max(8192)
      .regex(/^[\t\u{20}-\u{7e}]*$/u, words`expected visible ASCII`),
  )
  .refine((headers) => Object.keys(headers).length <= 50, words`expected 50 headers at most`)
  .superRefine((headers, context) => {
    const own = Object.keys(headers).find((name) => ownHeaders.test(name));
    if (own !== undefined) context.addIssue(issueOf(said`${own} is not for a file to say`));
  });

/** Secrets by the Standard Webhooks convention: `whsec_` and 24 to 64 bytes in Base64; several, by blanks, while they are replaced. */
export const SigningSecrets = z
  .string()
  .max(512)
  .refine((text) => keysOf(text).every((key) => key.length >= 24 && key.length <= 64), {
    error: words`expected whsec_ and 24 to 64 bytes in Base64`,
  });

export const Pem = z
  .string()
  .max(1 << 16)
  .startsWith('-----BEGIN ', words`expected PEM`);

/** Of an address as it is understood: `https:user:pass@host` and `https:\\user:pass@host` hold one as well. */
export function hasNoPassword(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed === null || (parsed.username === '' && parsed.password === '');
}

interface Signed {
  /** The same for all tries. */
  readonly key: string;
  readonly secret: string | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The headers of the Standard Webhooks convention; the id is there without a secret as well. */
export function signatureOf({ key, secret, now }: Signed, body: string | Uint8Array): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const headers = { 'webhook-id': key, 'webhook-timestamp': timestamp };
  if (secret === undefined) return headers;
  const signatures = keysOf(secret).map(
    (bytes) => `v1,${createHmac('sha256', bytes).update(`${key}.${timestamp}.`).update(body).digest('base64')}`,
  );
  return { ...headers, 'webhook-signature': signatures.join(' ') };
}

function keysOf(secrets: string): readonly Buffer[] {
  return secrets
    .split(' ')
    .filter(Boolean)
    .map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
}
