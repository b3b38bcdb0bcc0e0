import { useMemo } from 'react';
import { askedFields } from '../../../../src/history/index.ts';
import { type Json, member } from '../../api/json.ts';
import type { EventFacts } from '../deed/facts.ts';
import { ChangesText } from './changes-text.tsx';

interface AskedChangesProps {
  readonly json: Json;
  readonly facts: Pick<EventFacts, 'verb'>;
  /** How many are told. */
  readonly most: number;
}

/** What a patch asks to change, where its body tells: "replicas → 5, containers[web].image → b". */
export function AskedChanges({ json, facts, most }: AskedChangesProps) {
  const asked = useMemo(() => {
    if (facts.verb !== 'patch') return [];
    // Reports of state are no one's wish, and metadata says little of what was meant.
    return askedFields(member(json, 'requestObject')).filter(({ path }) => !/(^|\.)metadata\./.test(path));
  }, [json, facts.verb]);
  if (asked.length === 0) return null;
  return <ChangesText changes={asked.slice(0, most)} count={asked.length} />;
}
