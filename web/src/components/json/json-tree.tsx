import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isArray, isObject, type Json } from '../../api/json.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { CopyJson } from './copy-json.tsx';
import { JsonKey } from './json-key.tsx';
import { JsonLeaf } from './json-leaf.tsx';
import styles from './json.module.css';
import { sizeOf } from './size-of.ts';
import { unfoldedAtFirst } from './unfolded-at-first.ts';

/** Members that are shown at once of one object or array; the rest on demand. */
const membersAtOnce = 100;

interface JsonTreeProps {
  readonly value: Json;
  /** The field that holds it: empty for the event itself, undefined where its values are of no field. */
  readonly path: string | undefined;
}

/** An object or array as a tree, folded where it is deep or large; any value of a field has its menu. */
export function JsonTree({ value, path }: JsonTreeProps) {
  const [unfolded] = useState(() => unfoldedAtFirst(value));
  return (
    <div className={styles['tree']}>
      <div className={styles['node']}>
        <Members value={value} path={path} unfolded={unfolded} />
      </div>
    </div>
  );
}

interface NodeProps {
  readonly value: Json;
  /** The flattened path of the value; that of an array's element is the array's own, as in search. */
  readonly path: string | undefined;
  readonly unfolded: ReadonlySet<Json>;
}

function Members({ value, path, unfolded }: NodeProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [limit, setLimit] = useState(membersAtOnce);
  const isList = isArray(value);
  const entries: readonly (readonly [string, Json])[] = isList
    ? value.slice(0, limit).map((element, index) => [String(index), element])
    : isObject(value)
      ? Object.entries(value).slice(0, limit)
      : [];
  const rest = sizeOf(value) - entries.length;
  return (
    <>
      {entries.map(([name, child]) => {
        const node = { value: child, path: isList ? path : pathOf(path, name) };
        const key = <JsonKey name={name} isIndex={isList} />;
        return sizeOf(child) > 0 ? (
          <Branch key={name} label={key} {...node} unfolded={unfolded} />
        ) : (
          <JsonLeaf key={name} label={key} {...node} />
        );
      })}
      {rest > 0 && (
        <button type="button" className={styles['more']} onClick={() => setLimit(limit + 10 * membersAtOnce)}>
          {t('json.more', { count: rest, text: formats.count(rest) })}
        </button>
      )}
    </>
  );
}

function pathOf(parent: string | undefined, name: string): string | undefined {
  if (parent === undefined) return undefined;
  return parent === '' ? name : `${parent}.${name}`;
}

function Branch({ label, value, path, unfolded }: NodeProps & { readonly label: ReactNode }) {
  const [isOpen, setOpen] = useState(unfolded.has(value));
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <div className={styles['branch']}>
        <button type="button" className={styles['fold']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Chevron size={14} className={styles['chevron']} aria-hidden />
          {label}
          <Summary value={value} />
        </button>
        <CopyJson value={value} />
      </div>
      {isOpen && (
        <div className={styles['node']}>
          <Members value={value} path={path} unfolded={unfolded} />
        </div>
      )}
    </div>
  );
}

/** What kind of value it is, and how much is in it. */
function Summary({ value }: { readonly value: Json }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const count = sizeOf(value);
  const text = formats.count(count);
  return (
    <span className={styles['summary']}>
      {isArray(value) ? `[ ${t('json.items', { count, text })} ]` : `{ ${t('json.keys', { count, text })} }`}
    </span>
  );
}
