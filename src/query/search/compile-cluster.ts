import { parameter, sql, type SqlNode } from '../types/index.ts';
import { always, never } from './condition.ts';
import type { ClusterName, EmitContext } from '../fields/index.ts';
import type { SearchValue } from './ast.ts';
import type { WordsValue } from './translate.ts';
import { matchesWord, patternsOf } from './word-pattern.ts';
import { foldCase, wordsOf } from './words.ts';

/** The ids of the clusters whose names match. */
export function matchingClusters(value: WordsValue, clusters: readonly ClusterName[]): string[] {
  if (value.text === '') return [];
  const patterns = patternsOf(value);
  const matches = ({ name }: ClusterName): boolean => {
    const words = wordsOf(name);
    const holdsAll = patterns.every((pattern) => words.some((word) => matchesWord(pattern, word)));
    return holdsAll && (value.kind !== 'phrase' || foldCase(name).includes(foldCase(value.text)));
  };
  return clusters.filter(matches).map(({ id }) => id);
}

/** Condition: the event is of a cluster whose name matches. The store keeps ids, so names are matched here. */
export function clusterCondition(value: SearchValue, { clusters }: EmitContext): SqlNode {
  if (value.kind === 'any') return always;
  const ids = matchingClusters(value, clusters);
  return ids.length === 0 ? never : sql`cluster_id IN ${parameter(ids, 'Array(String)')}`;
}

/** Condition: the event is of the cluster of this name. */
export function clusterNamed(name: string, { clusters }: EmitContext): SqlNode {
  const ids = clusters.filter((cluster) => cluster.name === name).map(({ id }) => id);
  return ids.length === 0 ? never : sql`cluster_id IN ${parameter(ids, 'Array(String)')}`;
}
