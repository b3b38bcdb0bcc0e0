import { isCoercible, type Type, isInteger, isNumeric, sameType } from '../types/index.ts';

const texts = new Set<Type['kind']>(['varchar', 'char']);

/** What a text can be cast to, besides text. */
const fromText = new Set<Type['kind']>([
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'date',
  'time',
  'timestamp',
  'json',
]);

/** What JSON can be cast to, besides arrays, maps and rows of these. */
const fromJson = new Set<Type['kind']>([
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'varchar',
  'json',
  'unknown',
]);

/** Says whether CAST knows how to make one type of the other. */
export function isCastable(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || sameType(from, to) || isCoercible(from, to)) return true;
  if (from.kind === 'varchar' || from.kind === 'char')
    return texts.has(to.kind) || fromText.has(to.kind) || to.kind === 'varbinary';
  if (from.kind === 'json') return isJsonTarget(to);
  if (to.kind === 'json') return isJsonSource(from);
  if (isNumeric(from) || from.kind === 'boolean') {
    return isNumeric(to) || to.kind === 'boolean' || to.kind === 'varchar' || (to.kind === 'char' && isInteger(from));
  }
  if (to.kind === 'varchar') return isPrintable(from);
  return timeTargets[from.kind]?.includes(to.kind) ?? isNestedCastable(from, to);
}

const timeTargets: Readonly<Partial<Record<Type['kind'], readonly Type['kind'][]>>> = {
  date: ['timestamp'],
  timestamp: ['date', 'time', 'timestamp'],
  time: ['time', 'timestamp'],
};

function isNestedCastable(from: Type, to: Type): boolean {
  if (from.kind === 'array' && to.kind === 'array') return isCastable(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') return isCastable(from.key, to.key) && isCastable(from.value, to.value);
  if (from.kind !== 'row' || to.kind !== 'row' || from.fields.length !== to.fields.length) return false;
  return from.fields.every((field, index) => {
    const target = to.fields[index];
    return target !== undefined && isCastable(field.type, target.type);
  });
}

function isPrintable(from: Type): boolean {
  return ['date', 'time', 'timestamp', 'interval day to second', 'interval year to month'].includes(from.kind);
}

function isJsonTarget(to: Type): boolean {
  if (to.kind === 'array') return isJsonTarget(to.element);
  if (to.kind === 'map') return isJsonTarget(to.value) && fromJson.has(to.key.kind);
  if (to.kind === 'row') return to.fields.every((field) => isJsonTarget(field.type));
  return fromJson.has(to.kind);
}

function isJsonSource(from: Type): boolean {
  if (from.kind === 'array') return isJsonSource(from.element);
  if (from.kind === 'map') return isJsonSource(from.value) && (texts.has(from.key.kind) || isNumeric(from.key));
  if (from.kind === 'row') return from.fields.every((field) => isJsonSource(field.type));
  if (from.kind === 'timestamp') return !from.zone;
  return isNumeric(from) || texts.has(from.kind) || ['boolean', 'date', 'unknown'].includes(from.kind);
}
