import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError, said, type Said } from '../base/index.ts';
import type { Records, SealedSecret } from '../records/index.ts';
import type { SecretKey, SecretKeys } from './secret-key.ts';

/** Secrets of destinations, such as tokens of webhooks. Whoever manages them can only write them. */
export interface Secrets {
  /** Keeps a secret in the place of another of its id. */
  set(id: string, secret: string): Promise<void>;
  /** The same for a transaction that keeps it together with other things. */
  seal(id: string, secret: string): SealedSecret;
  /** What a transaction has read. Throws AppError `secrets-unreadable` as `open` rejects. */
  unseal(secret: SealedSecret): string;
  /** The secret, for the call that needs it. Rejects with AppError `secrets-unreadable` where it was changed or is of another id. */
  open(id: string): Promise<string | undefined>;
  /** Gives false when there is none. */
  delete(id: string): Promise<boolean>;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Opens the secrets: those that an older key sealed are sealed with the newest, so that the older may be taken away. Throws AppError
 * `secrets-unreadable` where one is sealed with a key that is not there.
 */
export function openSecrets(records: Pick<Records, 'sealedSecrets' | 'transaction'>, keys: SecretKeys): Secrets {
  const [newest] = keys;
  records.transaction(({ sealedSecrets }) => {
    for (const secret of sealedSecrets.listOfOtherKeys(newest.id))
      sealedSecrets.put(seal(secret.id, unseal(secret, keys), newest));
  });
  return {
    set: (id, secret) => records.sealedSecrets.put(seal(id, Buffer.from(secret), newest)),
    seal: (id, secret) => seal(id, Buffer.from(secret), newest),
    unseal: (secret) => unseal(secret, keys).toString('utf8'),
    open: async (id) => {
      const found = await records.sealedSecrets.find(id);
      return found && unseal(found, keys).toString('utf8');
    },
    delete: (id) => records.sealedSecrets.delete(id),
  };
}

/** Nonce, text, tag. The id is authenticated, so that nobody who writes the database gives one destination the secret of another. */
function seal(id: string, secret: Uint8Array, key: SecretKey): SealedSecret {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.bytes, nonce).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { id, keyId: key.id, sealed };
}

function unseal({ id, keyId, sealed }: SealedSecret, keys: SecretKeys): Buffer {
  const key = keys.find((candidate) => candidate.id === keyId);
  if (key === undefined) throw unreadable(id, said`the key ${keyId} that sealed it is not there`);
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(-tagBytes);
  try {
    const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch (error) {
    throw unreadable(id, said`it was changed since it was sealed`, error);
  }
}

function unreadable(id: string, reason: Said, cause?: unknown): AppError {
  return new AppError('secrets-unreadable', said`cannot open secret "${id}": ${reason}`, { cause });
}
