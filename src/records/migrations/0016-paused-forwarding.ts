/** Destinations that somebody has paused, and ranges whose sending somebody has ended. Times are Unix milliseconds. */
export const pausedForwarding = `
ALTER TABLE destinations ADD COLUMN paused_by TEXT;
ALTER TABLE destinations ADD COLUMN paused_at INTEGER;
ALTER TABLE forward_runs ADD COLUMN cancelled_by TEXT;
`;
