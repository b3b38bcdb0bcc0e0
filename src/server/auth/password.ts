import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { createSemaphore, type Diagnostic, type Said, said, worded } from '../../base/index.ts';

/** log2 of scrypt's N, its r and its p. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about 0.2 s: OWASP's choice for that memory. It stands in every hash, so a later release may raise it. */
const strongCost: ScryptCost = { ln: 15, r: 8, p: 3 };
const hashBytes = 32;
/** What OpenSSL asks for beside the table. */
const leastMemory = 2 ** 20;
/** Hashes that may wait: more are an attack, and each holds a thread that the journal's syncs need too. */
const waitingLimit = 20;
const shortest = 12;
const longest = 256;
/** Shorter names stand in too many passwords by chance. */
const shortestName = 3;
/** No letter or digit that is taken for another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Hashes passwords one at a time, off the event loop. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Compares with a hash that `hash` gave; undefined takes as long and is never right. Rejects with `too-many-requests`. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** Makes a hasher; a server has one, so that sign-ins cannot take all threads. Tests may want a lower cost. */
export function createPasswordHasher(cost: ScryptCost = strongCost): PasswordHasher {
  const queue = { task: said`check a password`, length: waitingLimit };
  const semaphore = createSemaphore({ places: 1, queue });
  return {
    hash: (password) => semaphore.run(() => hashPassword(password, cost)),
    verify: (password, hash) => semaphore.run(() => verifyPassword(password, hash, cost)),
  };
}

async function hashPassword(password: string, cost: ScryptCost): Promise<string> {
  const salt = randomBytes(16);
  const { ln, r, p } = cost;
  const key = await derive(password, salt, cost);
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

const hashPattern = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/;

async function verifyPassword(password: string, hash: string | undefined, cost: ScryptCost): Promise<boolean> {
  const [, ln = '', r = '', p = '', salt = '', key = ''] = hashPattern.exec(hash ?? '') ?? [];
  if (key === '') {
    await derive(password, randomBytes(16), cost);
    return false;
  }
  const expected = Buffer.from(key, 'base64url');
  const used = { ln: Number(ln), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64url'), used);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** ln;
  return new Promise((resolve, reject) => {
    // The same password typed on two keyboards may differ in its code points.
    scrypt(
      password.normalize('NFKC'),
      salt,
      hashBytes,
      { N, r, p, maxmem: leastMemory + 256 * N * r },
      (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      },
    );
  });
}

/** What is wrong with a password that somebody chose: length counts, kinds of characters do not (NIST SP 800-63B). */
export function checkPassword(password: string, userName: string): readonly Diagnostic[] {
  const { length } = Array.from(password);
  if (length < shortest) return [problem(said`a password has at least ${shortest} characters`)];
  if (length > longest) return [problem(said`a password has at most ${longest} characters`)];
  if (userName.length >= shortestName && password.toLowerCase().includes(userName.toLowerCase()))
    return [problem(said`a password does not contain the name of its user`)];
  if (new Set(password).size < 5) return [problem(said`a password has at least 5 different characters`)];
  return [];
}

function problem(message: Said): Diagnostic {
  const hint = said`four words that do not belong together do well`;
  return { code: 'weak-password', severity: 'error', ...worded(message, hint) };
}

/** Makes a password of 99 bits that is easy to type off a terminal, and that its user could have chosen. */
export function generatePassword(userName: string): string {
  for (;;) {
    const password = [randomGroup(), randomGroup(), randomGroup(), randomGroup()].join('-');
    if (checkPassword(password, userName).length === 0) return password;
  }
}

function randomGroup(): string {
  return Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
