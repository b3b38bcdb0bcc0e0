/** What the messages of the outbox are about, so that those about one thing are found. */
export const outboxSubjects = `
CREATE TABLE outbox_subjects (
  subject TEXT NOT NULL,
  outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  PRIMARY KEY (subject, outbox_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_subjects_of ON outbox_subjects (outbox_id);
`;
