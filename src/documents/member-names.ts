import { z } from 'zod';
import type { Path } from './position.ts';

/** The names of members that a schema knows at the end of a path; of a union, those of all its branches. */
export function memberNames(schema: unknown, path: Path): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault)
    return memberNames(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => memberNames(option, path));
  const [step, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, unknown>> = schema.shape;
    return step === undefined ? Object.keys(shape) : memberNames(shape[step], rest);
  }
  if (step === undefined) return [];
  if (schema instanceof z.ZodArray) return memberNames(schema.element, rest);
  return schema instanceof z.ZodRecord ? memberNames(schema.valueType, rest) : [];
}
