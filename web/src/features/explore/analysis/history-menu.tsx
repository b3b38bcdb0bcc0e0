import { ActionIcon, Menu } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './analysis.module.css';
import { recentStatements } from '../../../lib/recent-texts.ts';
import { tip } from '../../../components/overlay/tip.ts';

export function HistoryMenu({ onChoose }: { readonly onChoose: (query: string) => void }) {
  const { t } = useTranslation();
  const [statements, setStatements] = useState(recentStatements.read);
  return (
    <Menu position="bottom-end" width={520} onOpen={() => setStatements(recentStatements.read())}>
      <Menu.Target>
        <ActionIcon {...tip(t('analysis.history'))} aria-label={t('analysis.history')}>
          <IconHistory size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={styles['history'] ?? ''}>
        {statements.length === 0 && <Menu.Label>{t('analysis.noHistory')}</Menu.Label>}
        {statements.map((statement) => (
          <Menu.Item key={statement} className={styles['statement'] ?? ''} onClick={() => onChoose(statement)}>
            <SafeText limit={400}>{statement}</SafeText>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
