import codes from './codes.json';
import files from './files.json';
import policy from './policy.json';
import query from './query.json';
import rules from './rules.json';
import server from './server.json';

export const wordings = { codes, templates: { ...files, ...policy, ...query, ...rules, ...server } };
