/** What is taken out of the events of a cluster before they are kept: rules as JSON; empty: nothing. */
export const redactedClusters = `
ALTER TABLE clusters ADD COLUMN redaction TEXT NOT NULL DEFAULT '';
`;
