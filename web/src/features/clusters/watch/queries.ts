/** Events whose bodies the API server cut away. */
export const truncatedQuery = 'annotations.audit.k8s.io/truncated: true';

/** Requests of which nothing but their begin is in the log, as kube-apiserver lets none run for longer than a minute. */
export const unfinishedQuery = `* | SELECT auditID AS "Audit ID", min("stageTimestamp") AS "Began", min("user.username") AS "User",
  min(verb) AS "Verb", min(requestURI) AS "URI"
FROM log
WHERE verb NOT IN ('watch', 'proxy')
  AND coalesce("objectRef.subresource", '') NOT IN ('attach', 'exec', 'proxy', 'log', 'portforward')
GROUP BY auditID
HAVING min(stage) = 'RequestReceived' AND max(stage) = 'RequestReceived'
ORDER BY "Began" DESC
LIMIT 1000`;
