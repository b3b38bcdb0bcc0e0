import { useMemo } from 'react';
import type { Json } from '../../api/json.ts';
import { CopyJson } from './copy-json.tsx';
import { heldJson } from './held-json.ts';
import { JsonTree } from './json-tree.tsx';
import styles from './json.module.css';

interface JsonDetailProps {
  readonly cell: Json | undefined;
  /** The name of its column. */
  readonly column: string;
  /** The field that the cell shows; undefined where its values are of no field. */
  readonly path: string | undefined;
}

/** What a cell holds as JSON, unfolded: as wide as what scrolls the table, which is a container of CSS. */
export function JsonDetail({ cell, column, path }: JsonDetailProps) {
  const held = useMemo(() => heldJson(cell, column), [cell, column]);
  if (!held) return null;
  return (
    <div className={styles['detail']}>
      <JsonTree value={held.value} path={path} />
      <CopyJson {...held} />
    </div>
  );
}
