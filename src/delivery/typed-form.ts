import { z } from 'zod';
import { secretSchema } from './secret-member.ts';
import type { TypedMembers } from './typed-documents.ts';

/** What a document of a type is told, as JSON Schema: for pages and editors. */
export interface TypedForm {
  readonly type: string;
  readonly settings: JsonSchema;
  readonly secrets: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly neededBy?: string;
    readonly schema: JsonSchema;
  }[];
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** The form of the documents of a type. */
export function formOf({ type, settings, secrets }: TypedMembers): TypedForm {
  return {
    type,
    settings: jsonSchema(settings),
    secrets: secrets.map((member) => ({
      name: member.name,
      required: member.isRequired,
      ...(member.neededBy === undefined ? {} : { neededBy: member.neededBy }),
      schema: { ...jsonSchema(secretSchema(member)), description: member.meaning },
    })),
  };
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}
