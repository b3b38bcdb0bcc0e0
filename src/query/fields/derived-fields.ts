import { actorColumn, type ColumnName, type DerivedRule } from '../../audit/index.ts';
import { lambda, literal, parameter, raw, sql, type SqlNode } from '../types/index.ts';
import { formDecode, formDecodeSql } from './form-decode.ts';
import { mapKey, plainMap } from './map-members.ts';

/** The parts of an event that derived fields are made of; the empty text where absent. */
export interface DerivedInput {
  readonly requestURI: string;
  readonly userAgent: string;
  readonly username: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** The annotation `authorization.k8s.io/reason`. */
  readonly reason: string;
  /** The first values of `user.extra` under `extraKeys`. */
  readonly podName: string;
  readonly nodeName: string;
}

/** Where the authenticator names the pod to which a token is bound (1.21 on), and its node (1.29 on). */
export const extraKeys = {
  podName: 'authentication.kubernetes.io/pod-name',
  nodeName: 'authentication.kubernetes.io/node-name',
} as const;

interface Derivation {
  /** The value, or the empty text where there is none. */
  readonly derive: (input: DerivedInput) => string;
  /** The same as a ClickHouse expression over the columns, a String; the empty text where there is none. */
  readonly node: SqlNode;
  /** A column with a dictionary whose text holds the value as it is, where looking for it there costs less than the value does. */
  readonly within?: ColumnName;
}

const pathKinds = [
  ['health', '^/(healthz|livez|readyz)(/|$)'],
  ['version', '^/version/?$'],
  ['discovery', '^/(api|apis)(/|$)'],
  ['openapi', '^/(openapi|swagger)'],
  ['metrics', '^/metrics(/|$)'],
  ['logs', '^/logs(/|$)'],
] as const;

const pathSql = sql`substringIndex(request_uri, '?', 1)`;

function pathOf(input: DerivedInput): string {
  const query = input.requestURI.indexOf('?');
  return query < 0 ? input.requestURI : input.requestURI.slice(0, query);
}

/** The first group of an expression that means the same in RE2 and in JavaScript. */
function firstGroup(part: keyof DerivedInput, text: SqlNode, expression: string): Derivation {
  const compiled = new RegExp(expression, 'u');
  return {
    derive: (input) => compiled.exec(input[part])?.[1] ?? '',
    node: sql`extract(${text}, ${literal(expression)})`,
  };
}

// Kubernetes decodes the names of parameters too, so `comm%61nd=ls` is a command as well.
const execCommand: Derivation = {
  derive(input) {
    const query = input.requestURI.indexOf('?');
    if (query < 0 || (input.subresource !== 'exec' && input.subresource !== 'attach')) return '';
    const words = input.requestURI
      .slice(query + 1)
      .split('&')
      .map((parameter) => ({ parameter, equals: parameter.indexOf('=') }))
      .filter(({ parameter, equals }) => equals > 0 && formDecode(parameter.slice(0, equals)) === 'command')
      .map(({ parameter, equals }) => formDecode(parameter.slice(equals + 1)));
    return words.join(' ');
  },
  node: sql`if(object_subresource IN ('exec', 'attach') AND position(request_uri, '?') > 0, arrayStringConcat(arrayMap(${lambda('p', formDecodeSql(sql`substring(p, position(p, '=') + 1)`))}, arrayFilter(${lambda('p', sql`position(p, '=') > 1 AND decodeURLFormComponent(substring(p, 1, position(p, '=') - 1)) = 'command'`)}, splitByChar('&', substring(request_uri, position(request_uri, '?') + 1)))), ' '), '')`,
};

const reason = 'authorization.k8s.io/reason';
const ofReason = firstGroup(
  'reason',
  sql`JSONExtractString(annotations, ${literal(reason)})`,
  ' to User "([0-9]{6,})(?:-[0-9]+)?"',
);
/** The same on the text of a plain map as it is, quotes escaped: once a value of the column's dictionary, not once a row. */
const ramUidInMap = String.raw`${mapKey(reason)}"(?:[^"\\]|\\.)*? to User \\"([0-9]{6,})(?:-[0-9]+)?\\"`;
const ramUid: Derivation = {
  derive: ofReason.derive,
  node: sql`if(match(annotations, ${literal(plainMap)}), extract(annotations, ${literal(ramUidInMap)}), ${ofReason.node})`,
  within: 'annotations',
};

/** The first value of a member of `user.extra`. Its dictionary is asked first: the engine's JSON functions parse every row. */
function ofExtra(part: keyof typeof extraKeys): Derivation {
  const key = literal(extraKeys[part]);
  return {
    derive: (input) => input[part],
    node: sql`if(position(user_extra, ${key}) > 0 AND JSONType(user_extra, ${key}) = 'Array' AND JSONType(user_extra, ${key}, 1) = 'String', JSONExtractString(user_extra, ${key}, 1), '')`,
  };
}

/** Replaced by `-*`: what controllers put behind the name of what they make (k8s.io/apimachinery's rand.String has these letters). */
const generatedEnd = (() => {
  const letter = '[bcdfghjklmnpqrstvwxz2456789]';
  return `(-${letter}{6,10})?-(${letter}{5}|${letter}{8,10})$`;
})();
/** Replaced by `*`: UUIDs, hashes, numbers. */
const generatedWithin = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{8,}|[0-9]+';

/** A name without what tells it apart from those that were made alike; the expressions mean the same in RE2 and in JavaScript. */
function formOf(part: 'namespace' | 'name', column: SqlNode): Derivation {
  const [end, within] = [new RegExp(generatedEnd, 'u'), new RegExp(generatedWithin, 'gu')];
  return {
    derive: (input) => input[part].replace(end, '-*').replaceAll(within, '*'),
    node: sql`replaceRegexpAll(replaceRegexpOne(${column}, ${literal(generatedEnd)}, '-*'), ${literal(generatedWithin)}, '*')`,
  };
}

/** The first that a username matches tells its kind. */
const userKinds = [
  ['anonymous', '^system:anonymous$'],
  ['service-account', '^system:serviceaccount:[^:]+:[^:]+$'],
  ['node', '^system:node:'],
  ['system', '^system:'],
] as const;

const nodeOfExtra = ofExtra('nodeName');
const nodeOfUser = firstGroup('username', sql`user_username`, '^system:node:([^:]+)$');

/** Every derived field: what the page computes beside what the engine computes. A test holds the two equal. */
const derivations: Readonly<Record<DerivedRule, Derivation>> = {
  'exec-command': execCommand,
  'client-name': firstGroup('userAgent', sql`user_agent`, '^([^/(\t\n\f\r ]+)'),
  'client-version': firstGroup('userAgent', sql`user_agent`, '^[^/(\t\n\f\r ]+/([^(\t\n\f\r ]+)'),
  'service-account-namespace': firstGroup('username', sql`user_username`, '^system:serviceaccount:([^:]+):[^:]+$'),
  'service-account-name': firstGroup('username', sql`user_username`, '^system:serviceaccount:[^:]+:([^:]+)$'),
  pod: ofExtra('podName'),
  node: {
    derive: (input) => nodeOfExtra.derive(input) || nodeOfUser.derive(input),
    node: sql`coalesce(nullIf(${nodeOfExtra.node}, ''), ${nodeOfUser.node})`,
  },
  // ACK's certificates all belong to `kubernetes-admin`; the binding's subject, `UID` or `UID-TIME`, tells who it was.
  'ram-uid': ramUid,
  actor: {
    derive: (input) => (input.username === 'kubernetes-admin' && ramUid.derive(input)) || input.username,
    node: raw(actorColumn),
  },
  'request-path': {
    derive: (input) => (input.resource === '' ? pathOf(input) : ''),
    node: sql`if(object_resource = '', ${pathSql}, '')`,
  },
  'request-kind': {
    derive(input) {
      if (input.resource !== '' || input.requestURI === '') return '';
      const path = pathOf(input);
      return pathKinds.find(([, expression]) => new RegExp(expression, 'u').test(path))?.[0] ?? 'other';
    },
    node: sql`multiIf(object_resource != '' OR request_uri = '', '', ${pathKinds.map(([kind, path]) => sql`match(${pathSql}, ${literal(path)}), ${literal(kind)}`)}, 'other')`,
  },
  'user-kind': {
    derive({ username }) {
      if (username === '') return '';
      return userKinds.find(([, expression]) => new RegExp(expression, 'u').test(username))?.[0] ?? 'person';
    },
    node: sql`multiIf(user_username = '', '', ${userKinds.map(([kind, expression]) => sql`match(user_username, ${literal(expression)}), ${literal(kind)}`)}, 'person')`,
  },
  'namespace-form': formOf('namespace', raw('object_namespace')),
  'name-form': formOf('name', raw('object_name')),
};

/** Computes a derived field of one event; undefined where it has none. */
export function deriveField(rule: DerivedRule, input: DerivedInput): string | undefined {
  return derivations[rule].derive(input) || undefined;
}

/** The same as a ClickHouse expression over the columns of `events`; the empty text where there is none. */
export function derivedSql(rule: DerivedRule): SqlNode {
  return derivations[rule].node;
}

/** Condition: a derived field is this text, which is not empty. */
export function derivedEquals(rule: DerivedRule, text: string): SqlNode {
  const { node, within } = derivations[rule];
  const value = parameter(text, 'String');
  const equal = sql`${node} = ${value}`;
  return within === undefined ? equal : sql`(position(${raw(within)}, ${value}) > 0 AND ${equal})`;
}
