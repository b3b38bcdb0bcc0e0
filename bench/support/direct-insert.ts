/**
 * The engine's own road from log lines to the same table: one INSERT … SELECT that extracts every column from JSON text in a
 * file. It does less than the product does: it looks for no duplicates, proves nothing about the bytes, and takes irregular
 * lines for granted.
 */
export function directInsert(file: string): string {
  return `
INSERT INTO events
WITH JSONExtract(line, 'Tuple(level String, auditID UUID, stage String, requestURI String, verb String,
  user Tuple(username String, uid String, groups String, extra String), impersonatedUser String, authenticationMetadata String,
  sourceIPs String, userAgent String,
  objectRef Tuple(resource String, namespace String, name String, uid String, apiGroup String, apiVersion String, resourceVersion String, subresource String),
  responseStatus Tuple(status String, message String, reason String, details String, code Nullable(Int32)),
  requestObject String, responseObject String, requestReceivedTimestamp String, stageTimestamp String, annotations String)') AS t
SELECT 'direct', now64(6, 'UTC'), parseDateTime64BestEffort(t.stageTimestamp, 6, 'UTC'),
  parseDateTime64BestEffort(t.requestReceivedTimestamp, 6, 'UTC'), 1, t.level, t.stage, t.auditID, '', t.requestURI, t.verb,
  t.user.username, t.user.uid, t.user.groups, t.user.extra, t.impersonatedUser, t.authenticationMetadata, t.sourceIPs, t.userAgent,
  t.objectRef.resource, t.objectRef.namespace, t.objectRef.name, t.objectRef.uid, t.objectRef.apiGroup, t.objectRef.apiVersion,
  t.objectRef.resourceVersion, t.objectRef.subresource, t.responseStatus.code, t.responseStatus.status, t.responseStatus.reason,
  t.responseStatus.message, t.responseStatus.details, t.requestObject, t.responseObject, t.annotations, '', '', ''
FROM file('${file}', 'LineAsString', 'line String')`;
}
