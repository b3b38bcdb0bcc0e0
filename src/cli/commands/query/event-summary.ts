import { jsonText } from '../../../base/index.ts';

/** What a line about an event shows; empty where the event does not say. */
export interface EventSummary {
  readonly time: string;
  readonly cluster: string;
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: string;
  readonly sourceIPs: string;
  readonly userAgent: string;
  readonly requestURI: string;
  readonly stage: string;
  readonly auditID: string;
}

/** Reads what a line shows of an event that the API gave. */
export function summarizeEvent(json: Uint8Array): EventSummary {
  const event: unknown = JSON.parse(jsonText(json));
  return {
    time: textAt(event, 'stageTimestamp') || textAt(event, 'requestReceivedTimestamp') || textAt(event, 'timestamp'),
    cluster: textAt(event, '__cluster__'),
    user: textAt(event, 'user', 'username'),
    verb: textAt(event, 'verb'),
    resource: textAt(event, 'objectRef', 'resource'),
    subresource: textAt(event, 'objectRef', 'subresource'),
    namespace: textAt(event, 'objectRef', 'namespace'),
    name: textAt(event, 'objectRef', 'name'),
    code: textAt(event, 'responseStatus', 'code'),
    sourceIPs: textAt(event, 'sourceIPs'),
    userAgent: textAt(event, 'userAgent'),
    requestURI: textAt(event, 'requestURI'),
    stage: textAt(event, 'stage'),
    auditID: textAt(event, 'auditID'),
  };
}

/** Of a command that is run in a container, as much as a line has room for. */
const maxCommand = 120;

/** `pods/exec web-1 in prod: sh -c id`, or the path of a request that is about no object. */
export function objectOf({ resource, subresource, namespace, name, requestURI }: EventSummary): string {
  if (resource === '') return requestURI;
  const kind = subresource === '' ? resource : `${resource}/${subresource}`;
  // An event says of a namespace that it is in itself.
  const place = namespace === '' || resource === 'namespaces' ? '' : `in ${namespace}`;
  const object = [kind, name, place].filter((part) => part !== '').join(' ');
  const command = subresource === 'exec' ? commandOf(requestURI) : '';
  if (command === '') return object;
  return `${object}: ${command.length > maxCommand ? `${command.slice(0, maxCommand)}…` : command}`;
}

function commandOf(requestURI: string): string {
  const at = requestURI.indexOf('?');
  return at === -1 ? '' : new URLSearchParams(requestURI.slice(at)).getAll('command').join(' ');
}

function textAt(value: unknown, ...path: readonly string[]): string {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return '';
    found = Object.entries(found).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  }
  if (Array.isArray(found)) return found.map(String).join(' ');
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
