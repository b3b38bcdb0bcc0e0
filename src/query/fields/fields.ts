import { lambda, literal, parameter, raw, sql, type SqlNode } from '../types/index.ts';
import { type ColumnName, type Field } from '../../audit/index.ts';
import { invariant, unreachable } from '../../base/index.ts';
import { derivedSql } from './derived-fields.ts';
import { type FieldReference, membersOfObject, type ReservedName } from './field-reference.ts';
import { jsonShape, mayHoldMember, memberValues } from './json-members.ts';
import { mapValue } from './map-members.ts';

/** A cluster as `__cluster__` shows it. */
export interface ClusterName {
  readonly id: string;
  readonly name: string;
}

/** What an expression over the columns needs besides the field. */
export interface EmitContext {
  /** The clusters that the caller may see; `__cluster__` shows their names. */
  readonly clusters: readonly ClusterName[];
  /** Whether the caller may see bodies; they may where it is left out. It changes what is looked at, never what is found. */
  readonly bodies?: boolean;
}

/** A ClickHouse expression over the columns of `events`, NULL where the field is absent. JSON is its compact text. */
export interface FieldExpression {
  readonly node: SqlNode;
  readonly type: 'varchar' | 'bigint';
}

/**
 * The value of a field in SQL, in facets and in exports. It needs the setting `output_format_json_escape_forward_slashes=0`.
 * A member that a path reaches once is its text (a string's own text); several, through arrays, are a JSON array.
 */
export function fieldExpression(reference: FieldReference, context: EmitContext): FieldExpression {
  switch (reference.kind) {
    case 'field':
      return fieldValue(reference.field);
    case 'member':
      return { type: 'varchar', node: memberValue(reference.column, reference.path) };
    case 'reserved':
      return reservedValue(reference.name, context);
    default:
      return unreachable(reference);
  }
}

function fieldValue(field: Field): FieldExpression {
  const source = field.source;
  switch (source.kind) {
    case 'text':
    case 'json':
      return { type: 'varchar', node: sql`nullIf(${raw(source.column)}, '')` };
    case 'number':
      return { type: 'bigint', node: sql`toInt64(nullIf(${raw(source.column)}, 0))` };
    case 'latency':
      return { type: 'bigint', node: latencySql };
    case 'time':
      return { type: 'varchar', node: timeText(field.name, source.column) };
    case 'auditID':
      return { type: 'varchar', node: auditIdText };
    case 'derived':
      return { type: 'varchar', node: sql`nullIf(${derivedSql(source.rule)}, '')` };
    case 'object':
      return { type: 'varchar', node: objectText(field) };
    default:
      return unreachable(source);
  }
}

/** NULL where the event does not say when its request was received. */
export const latencySql = sql`dateDiff('millisecond', request_received_at, time)`;

/** The id as it was received: UUIDs in lower case live in their own column. */
export const auditIdText = sql`if(audit_id_text = '', toString(audit_id), audit_id_text)`;

/** RFC 3339 with microseconds, as kube-apiserver writes times; a time that nobody's clock shows stands in `other`. */
export function timeText(name: string, column: ColumnName): SqlNode {
  const text = sql`formatDateTime(${raw(column)}, '%Y-%m-%dT%H:%i:%S.%fZ')`;
  return sql`if(other = '', ${text}, ifNull(JSONExtract(other, ${literal(name)}, 'Nullable(String)'), ${text}))`;
}

function objectText(object: Field): SqlNode {
  const members = membersOfObject(object).map((member) => {
    const source = member.source;
    const name = literal(`"${member.name.slice(object.name.length + 1)}":`);
    if (source.kind === 'text')
      return sql`if(${raw(source.column)} = '', '', concat(${name}, toJSONString(${raw(source.column)})))`;
    if (source.kind === 'json') return sql`if(${raw(source.column)} = '', '', concat(${name}, ${raw(source.column)}))`;
    invariant(source.kind === 'number', `${member.name} cannot be a member of an object`);
    return sql`ifNull(concat(${name}, toString(nullIf(${raw(source.column)}, 0))), '')`;
  });
  const joined = sql`arrayStringConcat(arrayFilter(${lambda('m', sql`m != ''`)}, [${members}]), ',')`;
  return sql`nullIf(concat('{', ${joined}, '}'), '{}')`;
}

function memberValue(column: ColumnName, path: string): SqlNode {
  if (jsonShape(column) === 'map') return mapValue(column, path);
  const values = sql`arrayFilter(${lambda('v', sql`v != 'null'`)}, ${memberValues(column, path)})`;
  const text = sql`arrayMap(${lambda('v', sql`multiIf(empty(v), NULL, length(v) = 1, JSONExtract(v[1], 'Nullable(String)'), concat('[', arrayStringConcat(v, ','), ']'))`)}, [${values}])[1]`;
  return sql`if(${mayHoldMember(column, path)}, ${text}, NULL)`;
}

function reservedValue(name: ReservedName, { clusters }: EmitContext): FieldExpression {
  switch (name) {
    case '__time__':
      return { type: 'bigint', node: sql`toUnixTimestamp64Second(time)` };
    case '__time_ns_part__':
      return { type: 'bigint', node: sql`toInt64(positiveModulo(toUnixTimestamp64Micro(time), 1000000) * 1000)` };
    case '__receive_time__':
      return { type: 'bigint', node: sql`toUnixTimestamp64Second(received_at)` };
    case '__cluster__': {
      const ids = parameter(
        clusters.map((cluster) => cluster.id),
        'Array(String)',
      );
      const names = parameter(
        clusters.map((cluster) => cluster.name),
        'Array(String)',
      );
      return {
        type: 'varchar',
        node: sql`toNullable(transform(toString(cluster_id), ${ids}, ${names}, toString(cluster_id)))`,
      };
    }
    case '__topic__':
    case '__source__':
    case '__tag__':
      return { type: 'varchar', node: sql`CAST(NULL, 'Nullable(String)')` };
    default:
      return unreachable(name);
  }
}
