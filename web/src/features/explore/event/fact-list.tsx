import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../../components/safe-text.tsx';
import { ValueButton } from '../../../components/value-menu/value-button.tsx';
import { buildSearch } from '../../../../../src/query/index.ts';
import styles from './event.module.css';
import { Derived } from './derived.tsx';

type Label =
  | 'user'
  | 'actedAs'
  | 'groups'
  | 'sourceIps'
  | 'userAgent'
  | 'client'
  | 'serviceAccount'
  | 'pod'
  | 'nodeOf'
  | 'verb'
  | 'uri'
  | 'command'
  | 'level'
  | 'authorization'
  | 'binding'
  | 'role'
  | 'subject'
  | 'reason'
  | 'code'
  | 'message';

/** A line of facts; empty values are left out, and with them the line. */
export interface FactRow {
  readonly label?: `event.${Label}`;
  /** A name that the sender chose, where there is no label of ours. */
  readonly name?: string;
  readonly field: string;
  readonly values: readonly string[];
  /** Says that the values are words of the field's, which holds more. */
  readonly partial?: boolean;
  readonly derivedFrom?: string;
  /** How it is known, in words, where that is not plain. */
  readonly known?: string;
}

interface FactListProps {
  readonly rows: readonly FactRow[];
}

export function FactList({ rows }: FactListProps) {
  const { t } = useTranslation();
  const shown = rows
    .map((row) => ({ ...row, values: row.values.filter((value) => value !== '').slice(0, 20) }))
    .filter((row) => row.values.length > 0);
  return (
    <dl className={styles['facts']}>
      {shown.map(({ label, name, field, values, partial, derivedFrom, known }) => (
        <Fragment key={`${label ?? name ?? ''}-${field}`}>
          <dt>{label ? t(label) : <SafeText limit={60}>{name ?? ''}</SafeText>}</dt>
          <dd>
            {values.map((value, index) => (
              // eslint-disable-next-line react/no-array-index-key -- the values of one event never move
              <Fragment key={index}>
                {index > 0 && ', '}
                <ValueButton
                  value={{ field, value, ...(partial ? { search: buildSearch.field(field, value) } : {}) }}
                  limit={400}
                />
              </Fragment>
            ))}
            {derivedFrom && <Derived from={derivedFrom} />}
            {known && <span className={styles['known']}>{known}</span>}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
