/** When a cause was told, and what kept it from being told the last time that it was due (JSON). */
export const toldCauses = `
ALTER TABLE alert_causes ADD COLUMN told_at INTEGER;
ALTER TABLE alert_causes ADD COLUMN kept_back TEXT;
`;
