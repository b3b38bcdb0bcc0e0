import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cellText, groupDigits, roleOf } from '../../../src/charts/index.ts';
import { resolveField } from '../../../src/query/index.ts';
import type { Json } from '../api/json.ts';
import type { ResultTable } from '../api/search.ts';
import { heldJson } from '../components/json/held-json.ts';
import { JsonToggle } from '../components/json/json-toggle.tsx';
import { SafeText } from '../components/safe-text.tsx';
import { ValueButton } from '../components/value-menu/value-button.tsx';
import styles from './result-table.module.css';

interface ResultCellProps {
  readonly column: ResultTable['columns'][number];
  readonly value: Json | undefined;
  readonly isUnfolded: boolean;
  /** The element in which it is unfolded. */
  readonly detailId: string;
  readonly onUnfold: () => void;
}

/** A value of an answer: JSON unfolds, and another value of a field has its menu. */
export function ResultCell({ column, value, isUnfolded, detailId, onUnfold }: ResultCellProps) {
  const { i18n } = useTranslation();
  const held = useMemo(() => heldJson(value, column.name), [value, column.name]);
  if (held)
    return <JsonToggle held={held} column={column.name} isOpen={isUnfolded} detailId={detailId} onToggle={onUnfold} />;
  const text = cellText(value);
  if (text === undefined) return <span className={styles['null']}>NULL</span>;
  if (resolveField(column.name)) return <ValueButton value={{ field: column.name, value: text }} />;
  return <SafeText limit={300}>{roleOf(column) === 'number' ? groupDigits(text, i18n.language) : text}</SafeText>;
}
