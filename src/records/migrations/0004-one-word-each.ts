/** What nobody read goes; what a column holds is what its name says; queries of API tokens that are gone go too. */
export const oneWordEach = `
DROP TABLE settings;
ALTER TABLE dead_letters RENAME COLUMN source TO detail;
DELETE FROM saved_queries
WHERE owner LIKE 'token:%' AND substr(owner, 7) NOT IN (SELECT name FROM api_tokens);
`;
