import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExactNumber, isArray, isObject, type Json, scalarText } from '../../api/json.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { SafeText } from '../safe-text.tsx';
import { ValueButton } from '../value-menu/value-button.tsx';
import styles from './json.module.css';
import type { TokenKind } from './line-tokens.ts';

const charactersAtOnce = 400;

interface JsonLeafProps {
  readonly label: ReactNode;
  /** A scalar, or an object or array that nothing is in. */
  readonly value: Json;
  /** The flattened path of the value; undefined where it is of no field. */
  readonly path: string | undefined;
}

/** A value of the tree that has none below it. */
export function JsonLeaf({ label, value, path }: JsonLeafProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [isWhole, setWhole] = useState(false);
  const text = isArray(value) ? '[]' : isObject(value) ? '{}' : scalarText(value);
  const quote = typeof value === 'string' ? '"' : '';
  const shown = (
    <>
      {quote}
      <SafeText limit={isWhole ? 2_000_000 : charactersAtOnce}>{text}</SafeText>
      {quote}
    </>
  );
  return (
    <div className={styles['leaf']}>
      {label}
      <span className={styles['value']}>
        <span className={styles['token']} data-token={kindOf(value)}>
          {path !== undefined && value !== null && isField(path) ? (
            <ValueButton value={{ field: path, value: text }}>{shown}</ValueButton>
          ) : (
            shown
          )}
        </span>
        {text.length > charactersAtOnce && (
          <button type="button" className={styles['more']} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('json.less') : t('json.whole', { text: formats.bytes(text.length) })}
          </button>
        )}
      </span>
    </div>
  );
}

/** Of the product's own members, such as __time__, only what a wrapper says is a field of the search. */
function isField(path: string): boolean {
  return !path.startsWith('__') || path.startsWith('__wrapper__.');
}

function kindOf(value: Json): TokenKind {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' || value instanceof ExactNumber ? 'number' : 'mark';
}
