import type { ClusterName, EmitContext } from '../fields/index.ts';
import type { SearchValue } from './ast.ts';
import { matchesWord, patternsOf } from './word-pattern.ts';
import { foldCase, wordsOf } from './words.ts';

/** Condition: the event is of a cluster whose name matches. The store keeps ids, so names are matched here. */
export function clusterCondition(value: SearchValue, { clusters, parameters }: EmitContext): string {
  if (value.kind === 'any') return '1';
  if (value.text === '') return '0';
  const patterns = patternsOf(value);
  const matches = ({ name }: ClusterName): boolean => {
    const words = wordsOf(name);
    const holdsAll = patterns.every((pattern) => words.some((word) => matchesWord(pattern, word)));
    return holdsAll && (value.kind !== 'phrase' || foldCase(name).includes(foldCase(value.text)));
  };
  const ids = clusters.filter(matches).map(({ id }) => id);
  return ids.length === 0 ? '0' : `cluster_id IN ${parameters.bind(ids, 'Array(String)')}`;
}
