/**
 * Channels, and what goes out through them: messages with all tries, kept until they are old. Rules, where each has come to, what fires, what
 * was evaluated; policies, groups of alerts that wait, silences; the message centre; schedules of reports. Times are Unix milliseconds but for
 * receipts, which are microseconds. `scope` is JSON: who does not cover it does not see the row. A cause that is old keeps its key alone, so
 * that it is never told again.
 */
export const alerts = `
CREATE TABLE channels (
  name TEXT PRIMARY KEY NOT NULL,
  type TEXT NOT NULL,
  language TEXT NOT NULL,
  settings TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  sequence TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'dead', 'merged')),
  merged_into INTEGER,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  problem TEXT,
  message TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  due_set_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX outbox_ready ON outbox (channel, due_at, id) WHERE state = 'ready';
CREATE INDEX outbox_sequence ON outbox (channel, sequence, id) WHERE ended_at IS NULL;
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX outbox_merged ON outbox (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX outbox_problem ON outbox (channel, problem, id) WHERE problem IS NOT NULL AND state = 'sent';
CREATE INDEX outbox_scope ON outbox (scope);
CREATE TABLE delivery_attempts (
  outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_attempts_of ON delivery_attempts (outbox_id, at);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  message TEXT NOT NULL,
  severity TEXT NOT NULL,
  problem TEXT,
  scope TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
  assignee TEXT,
  changed_by TEXT,
  changed_at INTEGER
) STRICT;
CREATE INDEX inbox_at ON inbox (at);
CREATE INDEX inbox_scope ON inbox (scope);
CREATE INDEX inbox_problem ON inbox (problem) WHERE problem IS NOT NULL;
CREATE TABLE inbox_comments (
  inbox_id INTEGER NOT NULL REFERENCES inbox (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_comments_of ON inbox_comments (inbox_id, at);
CREATE TABLE inbox_reads (
  inbox_id INTEGER NOT NULL REFERENCES inbox (id) ON DELETE CASCADE,
  reader TEXT NOT NULL,
  PRIMARY KEY (inbox_id, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_rules (
  name TEXT PRIMARY KEY NOT NULL,
  yaml TEXT,
  is_enabled INTEGER NOT NULL,
  owner TEXT NOT NULL,
  version INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_progress (
  rule TEXT PRIMARY KEY NOT NULL,
  through INTEGER NOT NULL,
  evaluated_at INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_instances (
  rule TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'firing')),
  instance TEXT NOT NULL,
  scope TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (rule, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_causes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  severity TEXT NOT NULL,
  cause TEXT,
  scope TEXT NOT NULL
) STRICT;
CREATE INDEX alert_causes_at ON alert_causes (at);
CREATE INDEX alert_causes_shown ON alert_causes (id) WHERE cause IS NOT NULL;
CREATE INDEX alert_causes_rule ON alert_causes (rule, id);
CREATE INDEX alert_causes_group ON alert_causes (rule, fingerprint, id);
CREATE TABLE alert_evaluations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL,
  at INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  runs INTEGER NOT NULL,
  after INTEGER NOT NULL,
  through INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('quiet', 'fired', 'failed', 'stopped', 'gap')),
  fired INTEGER NOT NULL,
  detail TEXT NOT NULL,
  scope TEXT NOT NULL
) STRICT;
CREATE INDEX alert_evaluations_rule ON alert_evaluations (rule, id);
CREATE INDEX alert_evaluations_at ON alert_evaluations (at);

CREATE TABLE alert_policies (
  name TEXT PRIMARY KEY NOT NULL,
  policy TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_groups (
  key TEXT PRIMARY KEY NOT NULL,
  policy TEXT,
  due_at INTEGER,
  wait INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_groups_due ON alert_groups (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX alert_groups_policy ON alert_groups (policy);
CREATE TABLE alert_members (
  group_key TEXT NOT NULL REFERENCES alert_groups (key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  policy TEXT,
  is_open INTEGER NOT NULL,
  member TEXT NOT NULL,
  PRIMARY KEY (group_key, id)
) STRICT;
CREATE INDEX alert_members_id ON alert_members (id);
CREATE INDEX alert_members_open ON alert_members (policy) WHERE is_open = 1;
CREATE TABLE alert_silences (
  id TEXT PRIMARY KEY NOT NULL,
  silence TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  author TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  is_flushed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_silences_open ON alert_silences (ends_at) WHERE is_flushed = 0;

CREATE TABLE report_schedules (
  name TEXT PRIMARY KEY NOT NULL,
  yaml TEXT NOT NULL,
  owner TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  due_at INTEGER,
  ran_at INTEGER,
  outcome TEXT
) STRICT, WITHOUT ROWID;
`;
