import type { z } from 'zod';
import { type Diagnostic, hintOf, messageOf, said, type Said } from '../base/index.ts';
import { readTypedDocuments, type TypedDocument, type TypedDocuments, type TypedKind } from '../delivery/index.ts';
import { DestinationHead } from './destination-form.ts';
import type { DestinationType } from './destination-type.ts';
import type { DestinationCode } from './diagnostic-codes.ts';
import { checkFilter } from './read/filter.ts';
import { destinationTypes } from './types/registry.ts';

type Head = z.output<typeof DestinationHead>;

/** A destination as a file has it. */
export type ReadDestination = TypedDocument<Head, DestinationType>;

const destinationKind: TypedKind<Head, DestinationType> = {
  kind: 'Destination',
  word: said`destination`,
  head: DestinationHead,
  types: destinationTypes,
  codes: {
    syntax: 'destination-syntax',
    tooDeep: 'destination-too-deep',
    tooLarge: 'destination-too-large',
    invalid: 'invalid-destination',
    duplicate: 'duplicate-destination',
    missingSecret: 'missing-destination-secret',
    none: 'no-destination',
    unknownType: 'unknown-destination-type',
  } satisfies Readonly<Record<string, DestinationCode>>,
};

/** Reads the destinations of a file; documents of other kinds are passed over. `clusters`: names of those that there are. */
export function readDestinations(text: string, clusters: ReadonlySet<string>): TypedDocuments<Head, DestinationType> {
  const { documents, diagnostics } = readTypedDocuments(text, destinationKind);
  return { documents, diagnostics: [...diagnostics, ...documents.flatMap((one) => problemsOf(one, clusters))] };
}

function problemsOf({ head, type, problem }: ReadDestination, clusters: ReadonlySet<string>): readonly Diagnostic[] {
  const about = (code: DestinationCode, message: Said, path: readonly string[], hint?: Said): Diagnostic =>
    problem(code, message, path, hint);
  const filter = checkFilter(head.filter).map((found) =>
    about('invalid-destination-filter', said`${'filter'}: ${messageOf(found)}`, ['filter'], hintOf(found)),
  );
  const unknown = (head.clusters ?? []).filter((name) => !clusters.has(name));
  const warnings = unknown.map((name) => ({
    ...about('unknown-destination-cluster', said`there is no cluster "${name}" yet`, ['clusters']),
    severity: 'warning' as const,
  }));
  const isTaken = head.shape === undefined || type.shapes.includes(head.shape);
  const shape = isTaken
    ? []
    : [about('shape-not-taken', said`${type.type} takes no events as ${head.shape ?? ''}`, ['shape'], shapesOf(type))];
  return [...filter, ...shape, ...warnings];
}

function shapesOf({ shapes }: DestinationType): Said {
  return said`it can be: ${shapes.join(', ')}`;
}
