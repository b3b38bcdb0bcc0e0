import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './query-bar.module.css';
import { syntaxForms } from './syntax-forms.ts';

/** How a query is written, beside where it is; a click tries an example. */
export function SyntaxHelp({ onChoose }: { readonly onChoose: (query: string) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={520} trapFocus>
      <Popover.Target>
        <Tooltip label={t('syntax.title')}>
          <ActionIcon
            data-action="syntax"
            variant="default"
            size={36}
            aria-label={t('syntax.title')}
            onClick={() => setOpened(!opened)}
          >
            <IconHelp size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <h3 className={styles['savedHeading']}>{t('syntax.title')}</h3>
        {syntaxForms.map(({ name, example }) => (
          <button
            key={name}
            type="button"
            className={styles['form']}
            onClick={() => {
              onChoose(example);
              setOpened(false);
            }}
          >
            <code className={styles['formExample']}>{example}</code>
            <span className={styles['formMeaning']}>{t(`syntax.${name}`)}</span>
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
