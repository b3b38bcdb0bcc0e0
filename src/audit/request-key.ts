/*
 * What tells the stages of one request from those of any other, in a column that the engine computes. It is there for ResponseStarted, and
 * for whatever may have such a stage before it: few events, so it takes little more than a byte an event. An auditID alone does not tell:
 * the client may choose it, and could hide a running request behind another that has ended.
 */

/** The name of the column; 0 where an event has no key. */
export const requestKeyColumn = 'request_key';

/** ClickHouse expression: the least of the keys of ResponseStarted whose later stage has none, which is 255 × 2^120: see `mayStart`. */
export const leastOddRequestKey = `toUInt128('${0xffn << 120n}')`;

/**
 * 120 bits of SHA-256, so that nobody finds two requests with the same. The lengths keep texts apart. The last byte is the greatest: it is
 * 0 where both stages have the key.
 */
const hashOf = (last: string): string =>
  `reinterpretAsUInt128(concat(substring(SHA256(concat(cluster_id, ' ', toString(audit_id), ' ', toString(length(audit_id_text)), ' ', ` +
  `toString(length(user_username)), ' ', toString(length(verb)), ' ', audit_id_text, user_username, verb, request_uri)), 1, 15), ${last}))`;

/**
 * Whether a request may be audited when its response starts. kube-apiserver does so for watches and connections, which run long, and for
 * those that fail to authenticate. What is left out are the plain verbs on resources, which are nearly all requests: should one of these be
 * audited so all the same, by some other API server, its later stage is looked for by its auditID.
 */
const mayStart =
  `(verb NOT IN ('get', 'list', 'create', 'update', 'patch', 'delete', 'deletecollection') OR user_username = '' OR object_resource = '' OR ` +
  `object_subresource NOT IN ('', 'status', 'scale', 'token', 'binding', 'eviction', 'finalize', 'approval', 'ephemeralcontainers', 'resize'))`;

/** ClickHouse expression of the column; an index of its least and greatest tells where the odd keys are. */
export const requestKeyExpression = `if(stage = 'ResponseStarted' OR ${mayStart}, ${hashOf(`if(${mayStart}, '\\0', '\\xff')`)}, 0)`;

/** ClickHouse expression: the key of the ResponseStarted that belongs to a later stage without a key. */
export const oddRequestKeyExpression = hashOf(`'\\xff'`);
