import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a file of destinations. */
export const destinationCodes = {
  'destination-syntax': { meaning: 'The file is no YAML or JSON.', remedy: 'Correct it at the place named.' },
  'destination-too-deep': { meaning: 'The file is nested more deeply than is read.', remedy: 'Flatten it.' },
  'destination-too-large': {
    meaning: 'The file is larger than is read, or a map in it has too many members.',
    remedy: 'Put the destinations into several files.',
  },
  'duplicate-destination': { meaning: 'Two destinations of a file have the same name.', remedy: 'Rename one.' },
  'invalid-destination': {
    meaning: 'A member of a destination is missing, unknown, or has a value that it cannot have.',
    remedy: 'The message names the member and what is expected; see [destinations](destinations.md).',
  },
  'invalid-destination-filter': {
    meaning: 'The filter of a destination is no search.',
    remedy: 'The message says what is wrong with it; see [search](search.md).',
  },
  'missing-destination-secret': {
    meaning: 'A destination has a secret that must be given, and none is kept of it yet.',
    remedy: 'Write the member that the message names.',
  },
  'no-destination': { meaning: 'The file holds no destination.', remedy: 'Write a document of `kind: Destination`.' },
  'shape-not-taken': {
    meaning: 'A destination of this type does not take events in this shape.',
    remedy: 'Take one of the shapes that the message names.',
  },
  'unknown-destination-cluster': {
    meaning: 'A destination names a cluster that is not there: nothing is sent of it until it is.',
    remedy: 'Correct the name, or add the cluster.',
  },
  'unknown-destination-type': { meaning: 'There is no such kind of destination.', remedy: 'Correct `type`.' },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type DestinationCode = keyof typeof destinationCodes;
