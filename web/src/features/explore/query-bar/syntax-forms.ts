/** The forms of a query, each by the name of its explanation; docs/reference/search.md has the whole language. */
export const syntaxForms = [
  { name: 'word', example: 'pods' },
  { name: 'phrase', example: '"create pods"' },
  { name: 'field', example: 'verb: delete' },
  { name: 'prefix', example: 'user.username: ali*' },
  { name: 'absent', example: 'not objectRef.namespace: *' },
  { name: 'number', example: 'responseStatus.code >= 400' },
  { name: 'logic', example: 'verb: get and (a or b) not c' },
  { name: 'analysis', example: '* | select verb, count(*) as n group by verb' },
] as const;
