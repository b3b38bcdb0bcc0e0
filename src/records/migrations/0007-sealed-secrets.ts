/** Secrets of destinations, sealed with a key that is not in here. */
export const sealedSecrets = `
CREATE TABLE sealed_secrets (
  id TEXT PRIMARY KEY NOT NULL,
  key_id TEXT NOT NULL,
  sealed BLOB NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
