import { useMemo } from 'react';
import { changedFields } from '../../../../../src/history/index.ts';
import { AskedChanges } from '../../../components/changes/asked-changes.tsx';
import { ChangesText } from '../../../components/changes/changes-text.tsx';
import type { EventItem } from '../use-log.ts';
import styles from './event.module.css';
import { useBefore } from './use-event.ts';
import { keptOf, nameOf, wholeObject } from './whole-object.ts';

const most = 6;

/** What a change changed: from the object before where one is kept, else what the patch alone says. */
export function WhatChanged({ item }: { readonly item: EventItem }) {
  const { facts, event } = item;
  const isChange = (facts.verb === 'patch' || facts.verb === 'update') && facts.subresource !== 'status';
  const isWhole = isChange && keptOf(item) === 'whole';
  const found = useBefore(item, isWhole ? nameOf(item) : '');
  const before = found.data && wholeObject(found.data.event.json);
  const changes = useMemo(
    () => (isWhole && before ? changedFields(before, wholeObject(event.json)) : undefined),
    [isWhole, before, event.json],
  );
  if (!isChange || (isWhole && found.isPending) || changes?.length === 0) return null;
  return (
    <p className={styles['changed']}>
      {changes ? (
        <ChangesText changes={changes.slice(0, most)} count={changes.length} />
      ) : (
        <AskedChanges json={event.json} facts={facts} most={most} />
      )}
    </p>
  );
}
