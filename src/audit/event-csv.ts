/** The columns of events as CSV, the same from the server and from the command line. */
export const eventCsvColumns = [
  'time',
  'cluster',
  'user',
  'verb',
  'resource',
  'subresource',
  'namespace',
  'name',
  'code',
  'sourceIPs',
  'userAgent',
  'requestURI',
  'stage',
  'auditID',
] as const;
