import { useMemo } from 'react';
import type { Json } from '../../api/json.ts';
import { CopyJson } from './copy-json.tsx';
import { heldJson } from './held-json.ts';
import { JsonTree } from './json-tree.tsx';
import styles from './json.module.css';

interface JsonDetailProps {
  readonly cell: Json | undefined;
  /** The field that the cell shows; undefined where its values are of no field. */
  readonly path: string | undefined;
}

/** What a cell holds as JSON, unfolded: as wide as what scrolls the table, which is a container of CSS. */
export function JsonDetail({ cell, path }: JsonDetailProps) {
  const held = useMemo(() => heldJson(cell), [cell]);
  if (!held) return null;
  return (
    <div className={styles['detail']}>
      <JsonTree value={held.value} path={path} />
      <CopyJson value={held.value} />
    </div>
  );
}
