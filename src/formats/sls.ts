import { Scanner } from '../audit/index.ts';
import { jsonText } from '../base/index.ts';
import type { Content, Format } from './format.ts';
import { arrayOf, factsOf, type Members, objectOf, stringBytes } from './json.ts';
import { writeObject } from './write-object.ts';

const tells = {
  cluster: '__tag__:_cluster_id_ or __tag__:__cluster_id__',
  node: '__tag__:_node_name_ or __tag__:__node_name__',
  host: '__tag__:__hostname__ or __source__',
  namespace: '__tag__:_namespace_',
  pod: '__tag__:_pod_name_',
  container: '__tag__:_container_name_',
  file: '__tag__:__path__',
  log: '__topic__',
  time: '__time__',
};
/** Columns that hold JSON as text: what is an object or a list in an event. */
const jsonColumns: ReadonlySet<string> = new Set([
  'annotations',
  'authenticationMetadata',
  'impersonatedUser',
  'metadata',
  'objectRef',
  'requestObject',
  'responseObject',
  'responseStatus',
  'sourceIPs',
  'user',
]);

/** Alibaba Cloud's Log Service (ACK): an event as columns, those that are no text as JSON text, and columns of the service itself. */
export const sls: Format = {
  name: 'sls',
  title: 'rows of Log Service (ACK: an event as columns, JSON in text)',
  recognises: ({ members, head }) =>
    members
      ? isRow(members) || isRow(objectOf(rowsOf(members)[0]))
      : /^\s*\{\s*"(?:__(?:time|source|topic|tag)__|__tag__:[^"]{1,80})/.test(head),
  wrapper: {
    tells,
    keeps: 'columns',
    unwrap: ({ members }) => {
      if (!members) return undefined;
      const rows = isRow(members) ? [members] : rowsOf(members).flatMap((row) => objectOf(row) ?? []);
      return rows.length > 0 ? rows.map(contentOf) : undefined;
    },
  },
};

/** The rows in an answer of the service. */
function rowsOf(members: Members): readonly Uint8Array[] {
  return [...arrayOf(members.get('data')), ...arrayOf(members.get('logs'))];
}

function isRow(members: Members | undefined): boolean {
  if (!members?.has('auditID')) return false;
  // An event that this product gave has such members as well, and its user is an object.
  const isColumn = members.get('user')?.[0] === 0x22 || members.get('objectRef')?.[0] === 0x22;
  return isColumn || (!members.has('user') && [...members.keys()].some((name) => name.startsWith('__')));
}

function contentOf(members: Members): Content {
  const columns = [...members].flatMap(([name, value]): [string, Uint8Array][] => {
    const text = stringBytes(value);
    // What an event lacks is an empty column.
    if (name.startsWith('__') || text?.length === 0) return [];
    const isJson = text !== undefined && jsonColumns.has(name);
    if (isJson && jsonText(text) === 'null') return [];
    return [[name, isJson && holdsJson(text) ? text : value]];
  });
  return { bytes: writeObject(columns), facts: factsOf(members, tells), isRebuilt: true };
}

function holdsJson(text: Uint8Array): boolean {
  const scanner = new Scanner();
  scanner.reset(text, text.length);
  const to = scanner.skipValue(scanner.skipBlanks(0));
  return to > 0 && scanner.skipBlanks(to) === text.length;
}
