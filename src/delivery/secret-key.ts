import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError, said, type Said } from '../base/index.ts';
import { type FileLayer, type Logger, makePrivate, readFileIfPresent, writeFileAtomically } from '../platform/index.ts';

/** A key for AES-256. */
export interface SecretKey {
  /** The beginning of its hash: tells keys apart, and nothing of the key. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** The first seals; all of them open. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]];

export interface SecretKeyOptions {
  /** Where the key is kept where the environment names none. */
  readonly file: string;
  readonly files: FileLayer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

const keyBytes = 32;

/**
 * The keys from `$WHODUNIT_SECRET_KEY`, from the file that `$WHODUNIT_SECRET_KEY_FILE` names, or from a file of the data folder, which is made
 * where there is none. A key is 32 bytes in base64; several stand one after another, the newest first. Throws AppError
 * `secrets-unreadable`.
 */
export async function readSecretKeys({ file, files, environment, logger }: SecretKeyOptions): Promise<SecretKeys> {
  const { WHODUNIT_SECRET_KEY: given, WHODUNIT_SECRET_KEY_FILE: named } = environment;
  if (given) return parseKeys(given, '$WHODUNIT_SECRET_KEY');
  if (named) {
    const text = await readFile(named, 'utf8').catch((error: unknown) => {
      throw unreadable(said`cannot read "${named}", which $WHODUNIT_SECRET_KEY_FILE names`, error);
    });
    return parseKeys(text, `"${named}"`);
  }
  const present = await readFileIfPresent(files, file);
  if (present === undefined) {
    const text = randomBytes(keyBytes).toString('base64');
    await writeFileAtomically(files, file, Buffer.from(`${text}\n`));
    return parseKeys(text, `"${file}"`);
  }
  await makePrivate(file, logger);
  return parseKeys(present.toString('utf8'), `"${file}"`);
}

function parseKeys(text: string, where: string): SecretKeys {
  const [first, ...others] = text.split(/[\s,]+/).filter((word) => word !== '');
  if (first === undefined) throw unreadable(said`there is no key in ${where}`);
  const read = (word: string): SecretKey => {
    const bytes = Buffer.from(word, 'base64');
    if (!/^[\w+/-]+=*$/.test(word) || bytes.length !== keyBytes)
      throw unreadable(said`a key in ${where} is not ${keyBytes} bytes in base64`);
    return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), bytes };
  };
  return [read(first), ...others.map(read)];
}

function unreadable(reason: Said, cause?: unknown): AppError {
  return new AppError('secrets-unreadable', said`cannot open the secrets: ${reason}`, { cause });
}
