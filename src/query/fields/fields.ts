import { type ColumnName, type Field } from '../../audit/index.ts';
import { invariant, unreachable } from '../../base/index.ts';
import { derivedSql } from './derived-fields.ts';
import { type FieldReference, membersOfObject, type ReservedName } from './field-reference.ts';
import { jsonShape, mayHoldMember, memberValues } from './json-members.ts';
import { mapValue } from './map-members.ts';
import type { Parameters } from '../types/index.ts';

/** A cluster as `__cluster__` shows it. */
export interface ClusterName {
  readonly id: string;
  readonly name: string;
}

/** What an expression over the columns needs besides the field. */
export interface EmitContext {
  readonly parameters: Parameters;
  /** The clusters that the caller may see; `__cluster__` shows their names. */
  readonly clusters: readonly ClusterName[];
}

/** A ClickHouse expression over the columns of `events`, NULL where the field is absent. JSON is its compact text. */
export interface FieldExpression {
  readonly sql: string;
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
      return { type: 'varchar', sql: memberValue(reference.column, reference.path, context.parameters) };
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
      return { type: 'varchar', sql: `nullIf(${source.column}, '')` };
    case 'number':
      return { type: 'bigint', sql: `toInt64(nullIf(${source.column}, 0))` };
    case 'time':
      return { type: 'varchar', sql: timeText(field.name, source.column) };
    case 'auditID':
      return { type: 'varchar', sql: auditIdText };
    case 'derived':
      return { type: 'varchar', sql: `nullIf(${derivedSql(source.rule)}, '')` };
    case 'object':
      return { type: 'varchar', sql: objectText(field) };
    default:
      return unreachable(source);
  }
}

/** The id as it was received: UUIDs in lower case live in their own column. */
export const auditIdText = `if(audit_id_text = '', toString(audit_id), audit_id_text)`;

/** RFC 3339 with microseconds, as kube-apiserver writes times; a time that nobody's clock shows stands in `other`. */
export function timeText(name: string, column: ColumnName): string {
  const text = `formatDateTime(${column}, '%Y-%m-%dT%H:%i:%S.%fZ')`;
  return `if(other = '', ${text}, ifNull(JSONExtract(other, '${name}', 'Nullable(String)'), ${text}))`;
}

function objectText(object: Field): string {
  const members = membersOfObject(object).map((member) => {
    const source = member.source;
    const name = `"${member.name.slice(object.name.length + 1)}":`;
    if (source.kind === 'text')
      return `if(${source.column} = '', '', concat('${name}', toJSONString(${source.column})))`;
    if (source.kind === 'json') return `if(${source.column} = '', '', concat('${name}', ${source.column}))`;
    invariant(source.kind === 'number', `${member.name} cannot be a member of an object`);
    return `ifNull(concat('${name}', toString(nullIf(${source.column}, 0))), '')`;
  });
  const joined = `arrayStringConcat(arrayFilter(m -> m != '', [${members.join(', ')}]), ',')`;
  return `nullIf(concat('{', ${joined}, '}'), '{}')`;
}

function memberValue(column: ColumnName, path: string, parameters: Parameters): string {
  if (jsonShape(column) === 'map') return mapValue(column, path, parameters);
  const values = `arrayFilter(v -> v != 'null', ${memberValues(column, path, parameters)})`;
  const text = `arrayMap(v -> multiIf(empty(v), NULL, length(v) = 1, JSONExtract(v[1], 'Nullable(String)'), concat('[', arrayStringConcat(v, ','), ']')), [${values}])[1]`;
  return `if(${mayHoldMember(column, path, parameters)}, ${text}, NULL)`;
}

function reservedValue(name: ReservedName, { parameters, clusters }: EmitContext): FieldExpression {
  switch (name) {
    case '__time__':
      return { type: 'bigint', sql: 'toUnixTimestamp64Second(time)' };
    case '__time_ns_part__':
      return { type: 'bigint', sql: 'toInt64(positiveModulo(toUnixTimestamp64Micro(time), 1000000) * 1000)' };
    case '__receive_time__':
      return { type: 'bigint', sql: 'toUnixTimestamp64Second(received_at)' };
    case '__cluster__': {
      const ids = parameters.bind(
        clusters.map((cluster) => cluster.id),
        'Array(String)',
      );
      const names = parameters.bind(
        clusters.map((cluster) => cluster.name),
        'Array(String)',
      );
      return {
        type: 'varchar',
        sql: `toNullable(transform(toString(cluster_id), ${ids}, ${names}, toString(cluster_id)))`,
      };
    }
    case '__topic__':
    case '__source__':
    case '__tag__':
      return { type: 'varchar', sql: "CAST(NULL, 'Nullable(String)')" };
    default:
      return unreachable(name);
  }
}
