import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../platform/index.ts';
import { bytes, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** A secret as `delivery` seals it; nothing in the records can open it. */
export interface SealedSecret {
  readonly id: string;
  /** Tells the key that opens it. */
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

export interface SealedSecrets {
  /** Keeps it in the place of another of its id. */
  put(secret: SealedSecret): Promise<void>;
  find(id: string): Promise<SealedSecret | undefined>;
  /** Those that other keys than this one open. */
  listOfOtherKeys(keyId: string): Promise<readonly SealedSecret[]>;
  delete(id: string): Promise<boolean>;
}

/** Keeps sealed secrets in the database. */
export function createSealedSecrets(database: DatabaseSync, clock: Clock): Synchronous<SealedSecrets> {
  const put = database.prepare('INSERT OR REPLACE INTO sealed_secrets VALUES (?, ?, ?, ?)');
  const byId = database.prepare('SELECT * FROM sealed_secrets WHERE id = ?');
  const ofOthers = database.prepare('SELECT * FROM sealed_secrets WHERE key_id <> ? ORDER BY id');
  const remove = database.prepare('DELETE FROM sealed_secrets WHERE id = ?');
  return {
    put: ({ id, keyId, sealed }) => {
      put.run(id, keyId, sealed, clock.now());
    },
    find: (id) => {
      const row = byId.get(id);
      return row === undefined ? undefined : toSecret(row);
    },
    listOfOtherKeys: (keyId) => ofOthers.all(keyId).map(toSecret),
    delete: (id) => remove.run(id).changes > 0,
  };
}

function toSecret(row: Row): SealedSecret {
  return { id: text(row, 'id'), keyId: text(row, 'key_id'), sealed: bytes(row, 'sealed') };
}
