import { type ColumnName, type Field, fields } from '../../audit/index.ts';
import { isFollowable } from './json-members.ts';

/** Fields that SLS reserves. They are not part of the event. */
export type ReservedName =
  | '__time__'
  | '__time_ns_part__'
  | '__receive_time__'
  | '__cluster__'
  | '__topic__'
  | '__source__'
  | '__tag__';

/** What a name in search, SQL or a facet stands for. */
export type FieldReference =
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'member'; readonly field: Field; readonly column: ColumnName; readonly path: string }
  | { readonly kind: 'reserved'; readonly name: ReservedName };

const reserved: Readonly<Record<string, ReservedName>> = {
  __time__: '__time__',
  __time_ns_part__: '__time_ns_part__',
  __receive_time__: '__receive_time__',
  '__tag__:__receive_time__': '__receive_time__',
  __cluster__: '__cluster__',
  cluster: '__cluster__',
  __topic__: '__topic__',
  __source__: '__source__',
  source: '__source__',
};

const byName = new Map(fields.map((field) => [field.name, field]));
const byLowerName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));

/**
 * Resolves a name: the exact one first, then whatever its case, then a member of a JSON field by its flattened path (whose
 * own case counts). Undefined where nothing has that name.
 */
export function resolveField(name: string): FieldReference | undefined {
  const lower = name.toLowerCase();
  const field = byName.get(name) ?? byLowerName.get(lower);
  if (field !== undefined) return { kind: 'field', field };
  const known = Object.hasOwn(reserved, lower) ? reserved[lower] : undefined;
  if (known !== undefined) return { kind: 'reserved', name: known };
  if (lower.startsWith('__tag__:')) return { kind: 'reserved', name: '__tag__' };
  return resolveMember(name);
}

function resolveMember(name: string): FieldReference | undefined {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const field = byName.get(name.slice(0, dot)) ?? byLowerName.get(name.slice(0, dot).toLowerCase());
    if (field?.source.kind !== 'json') continue;
    const path = name.slice(dot + 1);
    return isFollowable(path) ? { kind: 'member', field, column: field.source.column, path } : undefined;
  }
  return undefined;
}

/** The fields that make up an object which has no column of its own, such as `user`. */
export function membersOfObject(object: Field): readonly Field[] {
  return fields.filter((field) => field.name.startsWith(`${object.name}.`));
}
