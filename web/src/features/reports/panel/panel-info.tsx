import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Panel, textIn } from '../../../../../src/dashboards/index.ts';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { shortDateTime } from '../../../lib/time-format.ts';
import styles from './panel.module.css';

interface PanelInfoProps {
  readonly panel: Panel;
  readonly answer: PanelAnswer | undefined;
  readonly zone: string;
}

/** What a panel counts, from where, and what it was compared with. */
export function PanelInfo({ panel, answer, zone }: PanelInfoProps) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const title = textIn(panel.title, i18n.language);
  const before = answer?.before;
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={24} aria-label={t('reports.about', { title })}>
          <IconInfoCircle size={15} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={styles['info'] ?? ''} tabIndex={-1}>
        {panel.help && (
          <p>
            <SafeText limit={2000}>{textIn(panel.help, i18n.language)}</SafeText>
          </p>
        )}
        <p>{t(`reports.counting.${panel.counts}`)}</p>
        {before && 'rows' in before && (
          <p>
            {t('reports.comparedWith', {
              from: shortDateTime(Date.parse(before.from), zone),
              to: shortDateTime(Date.parse(before.to), zone),
            })}
          </p>
        )}
        {before && 'none' in before && <p>{t(`reports.noneBefore.${before.none}`)}</p>}
        {answer && <p>{t('reports.answeredIn', { text: formats.took(answer.elapsedMs) })}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
