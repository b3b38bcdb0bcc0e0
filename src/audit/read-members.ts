import type { ColumnName } from './columns.ts';
import { foldKey } from './json/canonical.ts';
import { Literal } from './json/literal.ts';

/** How a member of the event is read. */
export type MemberKind =
  | { readonly kind: 'text'; readonly column: ColumnName }
  /** JSON of any shape. `names` are those of a typed object's members, which Go matches in any case. */
  | {
      readonly kind: 'json';
      readonly column: ColumnName;
      readonly shape: 'any' | 'array' | 'object';
      readonly names?: readonly string[];
    }
  /** One of the event's own members: `path` is its name. */
  | { readonly kind: 'object'; readonly table: MemberTable; readonly path: readonly string[] }
  | { readonly kind: 'time'; readonly target: 'time' | 'requestReceivedAt' }
  /** v1beta1's second copy of the event's time. */
  | { readonly kind: 'timeCopy'; readonly name: string }
  | { readonly kind: 'code' | 'eventKind' | 'apiVersion' | 'statusMetadata' };

export interface Member {
  readonly name: string;
  readonly read: MemberKind;
  /** `"name":`. */
  readonly literal: Literal;
}

/** The members of an object. */
export interface MemberTable {
  /** In the order in which kube-apiserver writes them. */
  readonly members: readonly Member[];
  /** By their name as `foldKey` folds it. */
  readonly folded: ReadonlyMap<string, Member>;
}

function member(name: string, read: MemberKind): Member {
  return { name, read, literal: new Literal(`"${name}":`) };
}

function text(name: string, column: ColumnName): Member {
  return member(name, { kind: 'text', column });
}

function table(members: readonly Member[]): MemberTable {
  return { members, folded: new Map(members.map((one) => [foldKey(one.name), one])) };
}

function object(name: string, members: readonly Member[]): Member {
  return member(name, { kind: 'object', table: table(members), path: [name] });
}

const userInfoNames = ['username', 'uid', 'groups', 'extra'];

/** The members of audit.k8s.io Event. */
export const eventMembers = table([
  member('kind', { kind: 'eventKind' }),
  member('apiVersion', { kind: 'apiVersion' }),
  member('metadata', { kind: 'timeCopy', name: 'metadata' }),
  text('level', 'level'),
  member('timestamp', { kind: 'timeCopy', name: 'timestamp' }),
  text('auditID', 'audit_id_text'),
  text('stage', 'stage'),
  text('requestURI', 'request_uri'),
  text('verb', 'verb'),
  object('user', [
    text('username', 'user_username'),
    text('uid', 'user_uid'),
    member('groups', { kind: 'json', column: 'user_groups', shape: 'array' }),
    member('extra', { kind: 'json', column: 'user_extra', shape: 'object' }),
  ]),
  member('impersonatedUser', { kind: 'json', column: 'impersonated_user', shape: 'object', names: userInfoNames }),
  member('authenticationMetadata', {
    kind: 'json',
    column: 'authentication_metadata',
    shape: 'object',
    names: ['impersonationConstraint'],
  }),
  member('sourceIPs', { kind: 'json', column: 'source_ips', shape: 'array' }),
  text('userAgent', 'user_agent'),
  object('objectRef', [
    text('resource', 'object_resource'),
    text('namespace', 'object_namespace'),
    text('name', 'object_name'),
    text('uid', 'object_uid'),
    text('apiGroup', 'object_api_group'),
    text('apiVersion', 'object_api_version'),
    text('resourceVersion', 'object_resource_version'),
    text('subresource', 'object_subresource'),
  ]),
  object('responseStatus', [
    member('metadata', { kind: 'statusMetadata' }),
    text('status', 'response_status'),
    text('message', 'response_message'),
    text('reason', 'response_reason'),
    member('details', {
      kind: 'json',
      column: 'response_details',
      shape: 'object',
      names: ['name', 'group', 'kind', 'uid', 'causes', 'retryAfterSeconds'],
    }),
    member('code', { kind: 'code' }),
  ]),
  member('requestObject', { kind: 'json', column: 'request_object', shape: 'any' }),
  member('responseObject', { kind: 'json', column: 'response_object', shape: 'any' }),
  member('requestReceivedTimestamp', { kind: 'time', target: 'requestReceivedAt' }),
  member('stageTimestamp', { kind: 'time', target: 'time' }),
  member('annotations', { kind: 'json', column: 'annotations', shape: 'object' }),
]);
