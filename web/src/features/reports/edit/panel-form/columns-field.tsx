import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { columnMeanings, type Panel } from '../../../../../../src/dashboards/index.ts';
import { SafeText } from '../../../../components/safe-text.tsx';
import { withOptionalText } from '../../../../lib/dashboard-edits/texts.ts';
import { without } from '../../../../lib/without.ts';
import { LocalTextInput } from '../local-text-input.tsx';
import styles from './panel-form.module.css';

type Column = NonNullable<Panel['columns']>[number];

const units = ['count', 'ms', 'seconds', 'bytes', 'percent', 'time', 'text'] as const;

interface ColumnsFieldProps {
  readonly panel: Panel;
  /** The names of the columns that the statement gives now. */
  readonly answered: readonly string[];
  readonly onChange: (columns: Panel['columns']) => void;
}

/** What the columns of an answer are called, count and stand for. What nothing is said of is not kept. */
export function ColumnsField({ panel, answered, onChange }: ColumnsFieldProps) {
  const { t, i18n } = useTranslation();
  const written = panel.columns ?? [];
  const names = [...new Set([...answered, ...written.map(({ name }) => name)])];
  if (names.length === 0) return <p className={styles['note']}>{t('dashboard.noColumnsYet')}</p>;
  const put = (name: string, make: (column: Column) => Column): void => {
    const changed = make(written.find((column) => column.name === name) ?? { name });
    const isSaid = Object.keys(changed).length > 1;
    const kept = names.flatMap((other) => {
      if (other === name) return isSaid ? [changed] : [];
      return written.filter((column) => column.name === other);
    });
    onChange(kept.length > 0 ? kept : undefined);
  };
  return (
    <div className={styles['columns']}>
      {names.map((name) => {
        const column = written.find((other) => other.name === name);
        return (
          <div key={name} className={styles['column']} role="group" aria-label={name}>
            <code className={styles['columnName']} data-gone={answered.includes(name) ? undefined : true}>
              <SafeText limit={80}>{name}</SafeText>
            </code>
            <LocalTextInput
              label={`${t('dashboard.columnTitle')}: ${name}`}
              isLabelHidden
              texts={column?.title}
              placeholder={t('dashboard.columnTitleHint')}
              onChange={(text) =>
                put(name, ({ title: before, ...rest }) => {
                  const title = withOptionalText(before, i18n.language, text);
                  return title ? { ...rest, title } : rest;
                })
              }
            />
            <Select
              aria-label={`${t('dashboard.unit')}: ${name}`}
              placeholder={t('dashboard.unit')}
              clearable
              clearButtonProps={{ 'aria-label': t('dashboard.clear') }}
              data={units.map((value) => ({ value, label: t(`dashboard.units.${value}`) }))}
              value={column?.unit ?? null}
              onChange={(unit) =>
                put(name, (before) => {
                  const known = units.find((other) => other === unit);
                  return known ? { ...before, unit: known } : without(before, 'unit');
                })
              }
            />
            <Select
              aria-label={`${t('dashboard.means')}: ${name}`}
              placeholder={t('dashboard.means')}
              clearable
              clearButtonProps={{ 'aria-label': t('dashboard.clear') }}
              data={columnMeanings.map((value) => ({ value, label: t(`dashboard.meaning.${value}`) }))}
              value={column?.means ?? null}
              onChange={(means) =>
                put(name, (before) => {
                  const known = columnMeanings.find((other) => other === means);
                  return known ? { ...before, means: known } : without(before, 'means');
                })
              }
            />
          </div>
        );
      })}
    </div>
  );
}
