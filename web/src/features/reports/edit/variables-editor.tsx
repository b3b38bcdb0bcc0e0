import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { dashboardLimits } from '../../../../../src/dashboards/index.ts';
import { withText } from '../../../lib/dashboard-edits/texts.ts';
import {
  addVariable,
  changeVariable,
  removeVariable,
  renameVariable,
  type Variable,
} from '../../../lib/dashboard-edits/variables.ts';
import { without } from '../../../lib/without.ts';
import styles from './edit.module.css';
import { LocalTextInput } from './local-text-input.tsx';
import type { Editor } from './use-editor.ts';
import { tip } from '../../../components/overlay/tip.ts';

const validName = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** The variables of a dashboard: names that its statements use, with a value to begin with. */
export function VariablesEditor({ editor }: { readonly editor: Editor }) {
  const { t, i18n } = useTranslation();
  const { dashboard, edit } = editor;
  const { variables } = dashboard;
  return (
    <section className={styles['variables']} aria-label={t('dashboard.variables')}>
      <h2 className={styles['subHeading']}>{t('dashboard.variables')}</h2>
      {variables.length > 0 && (
        <p className={styles['note']}>{t('dashboard.variablesHint', { example: '${{name}}' })}</p>
      )}
      {variables.map((variable, at) => (
        // eslint-disable-next-line react/no-array-index-key -- its name is what is edited
        <VariableRow key={at} editor={editor} variable={variable} at={at} />
      ))}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        disabled={variables.length >= dashboardLimits.variables}
        onClick={() => edit((before) => addVariable(before, i18n.language))}
      >
        {t('dashboard.addVariable')}
      </Button>
    </section>
  );
}

interface VariableRowProps {
  readonly editor: Editor;
  readonly variable: Variable;
  readonly at: number;
}

function VariableRow({ editor, variable, at }: VariableRowProps) {
  const { t, i18n } = useTranslation();
  const { dashboard, edit } = editor;
  const { language } = i18n;
  const change = (kind: string, make: (variable: Variable) => Variable): void =>
    edit((before) => changeVariable(before, at, make), `variable ${at} ${kind}`);
  const isTaken = dashboard.variables.some((other, index) => index !== at && other.name === variable.name);
  return (
    <div className={styles['variable']} role="group" aria-label={variable.name}>
      <TextInput
        label={t('dashboard.variableName')}
        value={variable.name}
        error={isTaken || !validName.test(variable.name) ? t('dashboard.variableNameWrong') : undefined}
        onChange={(event) => {
          const name = event.currentTarget.value;
          edit((before) => renameVariable(before, at, name), `variable ${at} name`);
        }}
      />
      <LocalTextInput
        label={t('dashboard.variableTitle')}
        texts={variable.title}
        onChange={(text) => change('title', (before) => ({ ...before, title: withText(before.title, language, text) }))}
      />
      <TextInput
        label={t('dashboard.variableDefault')}
        value={variable.default}
        maxLength={1024}
        onChange={(event) => {
          const value = event.currentTarget.value;
          change('default', (before) => ({ ...before, default: value }));
        }}
      />
      <TextInput
        label={t('dashboard.variableSuggest')}
        value={variable.suggest ?? ''}
        classNames={{ input: styles['suggest'] ?? '' }}
        onChange={(event) => {
          const text = event.currentTarget.value;
          change('suggest', (before) =>
            text.trim() === '' ? without(before, 'suggest') : { ...before, suggest: text },
          );
        }}
      />
      <ActionIcon
        {...tip(t('dashboard.removeVariable'))}
        aria-label={`${t('dashboard.removeVariable')}: ${variable.name}`}
        mb={1}
        onClick={() => edit((before) => removeVariable(before, at))}
      >
        <IconTrash size={15} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}
