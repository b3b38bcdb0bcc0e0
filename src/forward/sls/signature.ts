import { createHash, createHmac } from 'node:crypto';

/** A call of SLS that is to be signed. */
export interface SlsCall {
  readonly method: 'POST' | 'GET';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By their names in lower case; those which SLS looks at are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SlsKey {
  readonly id: string;
  readonly secret: string;
  readonly region: string;
  /** Of a key that holds for a while. */
  readonly token?: string | undefined;
}

/** The headers of a call, signed by version 4 of SLS's signatures. `now` is in Unix milliseconds. */
export function signedBySls(call: SlsCall, key: SlsKey, now: number): Readonly<Record<string, string>> {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const contentHash = sha256(call.body);
  const headers: Readonly<Record<string, string>> = {
    ...call.headers,
    'x-log-content-sha256': contentHash,
    'x-log-date': time,
    ...(key.token === undefined ? {} : { 'x-acs-security-token': key.token }),
  };
  const signed = sorted(headers).filter(([name]) => /^(content-type$|host$|x-log-|x-acs-)/.test(name));
  const query = sorted(call.query).map(([name, value]) => (value === '' ? name : `${name}=${encoded(value)}`));
  const canonical = [
    call.method,
    call.path,
    query.join('&'),
    signed.map(([name, value]) => `${name}:${value.trim()}\n`).join(''),
    signed.map(([name]) => name).join(';'),
    contentHash,
  ].join('\n');
  const scope = `${day}/${key.region}/sls/aliyun_v4_request`;
  const signature = [day, key.region, 'sls', 'aliyun_v4_request'].reduce<string | Buffer>(
    hmac,
    `aliyun_v4${key.secret}`,
  );
  const text = `SLS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
  const authorization = `SLS4-HMAC-SHA256 Credential=${key.id}/${scope},Signature=${hmac(signature, text).toString('hex')}`;
  return { ...headers, authorization };
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sorted(values: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** All but letters, digits and `-_.~`. */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
