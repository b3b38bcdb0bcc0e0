import { type Unit, unitFormat } from './unit-format.ts';

/** Writes a number of a chart. */
export type Count = (value: unknown) => string;

/** Numbers in their unit, as the language writes them; what is none is a dash. */
export function countFormat(language: string, unit: Unit): Count {
  const format = unitFormat(language);
  return (value) => (typeof value === 'number' && !Number.isNaN(value) ? format(value, unit) : '–');
}
