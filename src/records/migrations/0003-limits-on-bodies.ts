/** Users and tokens that see no request and response objects; those that are there see them. */
export const limitsOnBodies = `
ALTER TABLE users ADD COLUMN bodies INTEGER NOT NULL DEFAULT 1;
ALTER TABLE api_tokens ADD COLUMN bodies INTEGER NOT NULL DEFAULT 1;
`;
