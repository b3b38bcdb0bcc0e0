import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { said, words } from '../../base/index.ts';
import type { BrokerConnection } from './connection.ts';
import { BrokerRefusal } from './errors.ts';
import { saslAuthenticateRequest, saslHandshakeRequest } from './requests.ts';

export const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** How we sign in. */
export interface Credentials {
  readonly mechanism: (typeof mechanisms)[number];
  readonly username: string;
  readonly password: string;
}

/** What a broker may ask us to compute, so that it cannot keep us busy; and what it must ask, so that it learns nothing of the password. */
const iterationsFrom = 4096;
const iterationsTo = 1_000_000;

const derive = promisify(pbkdf2);

/** Signs in. Rejects with BrokerRefusal where we may not, and where the broker cannot show that it knows the password. */
export async function signIn(
  connection: BrokerConnection,
  { mechanism, username, password }: Credentials,
  signal: AbortSignal,
): Promise<void> {
  const { error, offered } = await connection.call(saslHandshakeRequest(mechanism.toUpperCase()), signal);
  if (error !== 0) throw new BrokerRefusal(error, said`sign in`, `it offers ${offered.join(', ') || 'nothing'}`);
  const send = async (message: string): Promise<Buffer> => {
    const answer = await connection.call(saslAuthenticateRequest(Buffer.from(message)), signal);
    if (answer.error !== 0) throw new BrokerRefusal(answer.error, said`sign in`, answer.said);
    return answer.message;
  };
  if (mechanism === 'plain') await send(`\0${username}\0${password}`);
  else await scram(send, { hash: mechanism === 'scram-sha-256' ? 'sha256' : 'sha512', username, password });
}

interface Scram {
  readonly hash: 'sha256' | 'sha512';
  readonly username: string;
  readonly password: string;
}

/** RFC 5802: the password itself is not sent. */
async function scram(send: (message: string) => Promise<Buffer>, { hash, username, password }: Scram): Promise<void> {
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const nonce = randomBytes(18).toString('base64');
  const bare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  const challenge = (await send(`n,,${bare}`)).toString('utf8');
  const { r = '', s = '', i = '' } = attributesOf(challenge);
  const iterations = Number(i);
  const isSound = r.startsWith(nonce) && s !== '' && iterations >= iterationsFrom && iterations <= iterationsTo;
  if (!isSound) throw new Error(words`cannot sign in: its challenge is not sound`);
  const salted = await derive(password, Buffer.from(s, 'base64'), iterations, hash === 'sha256' ? 32 : 64, hash);
  const clientKey = hmac(salted, 'Client Key');
  const final = `c=biws,r=${r}`;
  const signed = `${bare},${challenge},${final}`;
  const signature = hmac(createHash(hash).update(clientKey).digest(), signed);
  const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
  const { v = '' } = attributesOf((await send(`${final},p=${Buffer.from(proof).toString('base64')}`)).toString('utf8'));
  const expected = hmac(hmac(salted, 'Server Key'), signed);
  const given = Buffer.from(v, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Error(words`cannot sign in: it does not know the password either`);
}

function attributesOf(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}
