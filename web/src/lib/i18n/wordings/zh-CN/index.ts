import codes from './codes.json';
import policy from './policy.json';
import query from './query.json';
import server from './server.json';

export const wordings = { codes, templates: { ...policy, ...query, ...server } };
