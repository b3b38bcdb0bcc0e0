import type { z } from 'zod';
import type { Diagnostic } from '../base/index.ts';
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
  word: 'destination',
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
  const said = (code: DestinationCode, message: string, path: readonly string[], hint?: string): Diagnostic =>
    problem(code, message, path, hint);
  const filter = checkFilter(head.filter).map(({ message, hint }) =>
    said('invalid-destination-filter', `filter: ${message}`, ['filter'], hint),
  );
  const unknown = (head.clusters ?? []).filter((name) => !clusters.has(name));
  const warnings = unknown.map((name) => ({
    ...said('unknown-destination-cluster', `there is no cluster "${name}" yet`, ['clusters']),
    severity: 'warning' as const,
  }));
  const isTaken = head.shape === undefined || type.shapes.includes(head.shape);
  const shape = isTaken
    ? []
    : [said('shape-not-taken', `${type.type} takes no events as ${head.shape}`, ['shape'], shapesOf(type))];
  return [...filter, ...shape, ...warnings];
}

function shapesOf({ shapes }: DestinationType): string {
  return `it can be: ${shapes.join(', ')}`;
}
