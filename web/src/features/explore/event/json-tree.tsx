import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isArray, isObject, type Json, scalarText } from '../../../api/json.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { ValueButton } from '../../../components/value-menu/value-button.tsx';
import styles from './event.module.css';

/** Members that are shown at once of one object or array; the rest on demand. */
const membersAtOnce = 100;
const charactersAtOnce = 400;

interface JsonTreeProps {
  readonly value: Json;
}

/** The event as a tree; any value has its menu. */
export function JsonTree({ value }: JsonTreeProps) {
  return (
    <div className={styles['tree']}>
      <div className={styles['node']}>
        <Members value={value} path="" depth={0} />
      </div>
    </div>
  );
}

interface NodeProps {
  readonly value: Json;
  /** The flattened path of the value; that of an array's element is the array's own, as in search. */
  readonly path: string;
  readonly depth: number;
}

function Members({ value, path, depth }: NodeProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [limit, setLimit] = useState(membersAtOnce);
  const entries: readonly (readonly [string, Json])[] = isArray(value)
    ? value.slice(0, limit).map((element, index) => [String(index), element])
    : isObject(value)
      ? Object.entries(value).slice(0, limit)
      : [];
  const rest = sizeOf(value) - entries.length;
  return (
    <>
      {entries.map(([key, child]) => (
        <Branch
          key={key}
          label={key}
          value={child}
          path={isArray(value) ? path : path === '' ? key : `${path}.${key}`}
          depth={depth}
        />
      ))}
      {rest > 0 && (
        <button type="button" className={styles['moreButton']} onClick={() => setLimit(limit + 10 * membersAtOnce)}>
          {t('event.moreMembers', { count: rest, text: formats.count(rest) })}
        </button>
      )}
    </>
  );
}

function Branch({ label, value, path, depth }: NodeProps & { readonly label: string }) {
  const isParent = sizeOf(value) > 0;
  const [open, setOpen] = useState(depth < 2 && sizeOf(value) <= 30);
  if (!isParent) return <Leaf label={label} value={value} path={path} depth={depth} />;
  return (
    <div>
      <button type="button" className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        <span className={styles['leafKey']}>
          <SafeText limit={120}>{label}</SafeText>
        </span>
        <span className={styles['foldSummary']}>{isArray(value) ? `[${sizeOf(value)}]` : `{${sizeOf(value)}}`}</span>
      </button>
      {open && (
        <div className={styles['node']}>
          <Members value={value} path={path} depth={depth + 1} />
        </div>
      )}
    </div>
  );
}

function Leaf({ label, value, path }: NodeProps & { readonly label: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [whole, setWhole] = useState(false);
  const text = isArray(value) ? '[]' : isObject(value) ? '{}' : scalarText(value);
  // Of the product's own members, such as __time__, only what a wrapper says is a field of the search.
  const canFilter = (!path.startsWith('__') || path.startsWith('__wrapper__.')) && value !== null;
  const shown = <SafeText limit={whole ? 2_000_000 : charactersAtOnce}>{text}</SafeText>;
  return (
    <div className={styles['leaf']}>
      <span className={styles['leafKey']}>
        <SafeText limit={120}>{label}</SafeText>:
      </span>
      <span className={styles['leafValue']} data-type={typeOf(value)}>
        {canFilter ? <ValueButton value={{ field: path, value: text }}>{shown}</ValueButton> : shown}
        {text.length > charactersAtOnce && (
          <button type="button" className={styles['moreButton']} onClick={() => setWhole(!whole)}>
            {whole ? t('event.less') : t('event.wholeText', { text: formats.bytes(text.length) })}
          </button>
        )}
      </span>
    </div>
  );
}

function typeOf(value: Json): 'string' | 'number' | 'literal' {
  if (typeof value === 'string') return 'string';
  return value === null || typeof value === 'boolean' ? 'literal' : 'number';
}

function sizeOf(value: Json): number {
  if (isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}
