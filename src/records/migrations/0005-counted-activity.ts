/**
 * The activity log counts repeated calls, and has bounds. An entry is still never changed but for its count, and none goes while an
 * older one stays.
 */
export const countedActivity = `
ALTER TABLE activity ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
ALTER TABLE activity ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER activity_is_not_changed;
DROP TRIGGER activity_is_not_removed;
UPDATE activity SET last_at = at;

CREATE TRIGGER activity_is_not_changed BEFORE UPDATE ON activity
WHEN NEW.count <= OLD.count OR NEW.last_at < OLD.last_at
  OR (NEW.id, NEW.at, NEW.actor, NEW.address, NEW.action, NEW.target, NEW.outcome, NEW.detail)
    IS NOT (OLD.id, OLD.at, OLD.actor, OLD.address, OLD.action, OLD.target, OLD.outcome, OLD.detail)
BEGIN SELECT RAISE(ABORT, 'the activity log is append only'); END;
CREATE TRIGGER activity_is_removed_from_its_beginning BEFORE DELETE ON activity
WHEN EXISTS (SELECT 1 FROM activity WHERE id < OLD.id)
BEGIN SELECT RAISE(ABORT, 'the activity log is append only'); END;

CREATE TABLE activity_usage (bytes INTEGER NOT NULL) STRICT;
INSERT INTO activity_usage
SELECT coalesce(sum(100 + octet_length(actor) + coalesce(octet_length(address), 0) + octet_length(action)
  + coalesce(octet_length(target), 0) + octet_length(outcome) + octet_length(detail)), 0)
FROM activity;
`;
