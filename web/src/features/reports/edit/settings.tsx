import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Dashboard, type FilterName, filterNames } from '../../../../../src/dashboards/index.ts';
import { withOptionalText, withText } from '../../../lib/dashboard-edits/texts.ts';
import styles from './edit.module.css';
import { LocalTextInput } from './local-text-input.tsx';
import type { Editor } from './use-editor.ts';

const ranges = ['-15m', '-1h', '-6h', '-1d', '-7d', '-30d'] as const;

/** What holds for the whole dashboard: its name, what it is for, the range that it opens with, which filters it offers. */
export function Settings({ editor }: { readonly editor: Editor }) {
  const { t, i18n } = useTranslation();
  const { dashboard, edit } = editor;
  const { language } = i18n;
  const known = ranges.some((range) => range === dashboard.range);
  const options = [
    ...ranges.map((value) => ({ value: value as string, label: t(`dashboard.range.${value}`) })),
    ...(known ? [] : [{ value: dashboard.range, label: dashboard.range }]),
  ];
  return (
    <>
      <div className={styles['settings']}>
        <LocalTextInput
          label={t('dashboard.title')}
          texts={dashboard.title}
          onChange={(text) =>
            edit((before) => ({ ...before, title: withText(before.title, language, text) }), `title ${language}`)
          }
        />
        <LocalTextInput
          label={t('dashboard.description')}
          texts={dashboard.description}
          onChange={(text) => edit((before) => described(before, language, text), `description ${language}`)}
        />
        <Select
          label={t('dashboard.rangeLabel')}
          data={options}
          value={dashboard.range}
          allowDeselect={false}
          onChange={(range) => range !== null && edit((before) => ({ ...before, range }))}
        />
      </div>
      <fieldset className={styles['filters']}>
        <legend>{t('dashboard.filters')}</legend>
        {filterNames.map((name) => (
          <Checkbox
            key={name}
            label={t(`dashboard.filter.${name}`)}
            checked={dashboard.filters.includes(name)}
            onChange={(event) => {
              const isOn = event.currentTarget.checked;
              edit((before) => ({ ...before, filters: withFilter(before.filters, name, isOn) }));
            }}
          />
        ))}
      </fieldset>
    </>
  );
}

function described(dashboard: Dashboard, language: string, text: string): Dashboard {
  const { description: before, ...rest } = dashboard;
  const description = withOptionalText(before, language, text);
  return description ? { ...rest, description } : rest;
}

/** In the order in which they are shown. */
function withFilter(filters: readonly FilterName[], name: FilterName, isOn: boolean): FilterName[] {
  return filterNames.filter((other) => (other === name ? isOn : filters.includes(other)));
}
