import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshSeconds } from '../../../lib/report-search.ts';
import type { Report } from '../use-report.ts';
import { tip } from '../../../components/overlay/tip.ts';

/** Asks anew, once or again and again; not while nobody looks. */
export function RefreshMenu({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const { refresh: seconds } = report.search;
  useAutoRefresh(seconds, report.ranAt, report.refresh);
  return (
    <Button.Group>
      <ActionIcon
        {...tip(t('reports.refresh'))}
        variant="default"
        size={30}
        aria-label={t('reports.refresh')}
        onClick={report.refresh}
      >
        <IconRefresh size={16} stroke={1.6} />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            px={8}
            aria-label={`${t('reports.autoRefresh')}: ${seconds ? t(`reports.every.${seconds}`) : t('reports.every.off')}`}
          >
            {seconds && t(`reports.every.${seconds}`)}
            <IconChevronDown size={14} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('reports.autoRefresh')}</Menu.Label>
          <Menu.Item onClick={() => report.change({ refresh: undefined })}>{t('reports.every.off')}</Menu.Item>
          {refreshSeconds.map((every) => (
            <Menu.Item key={every} onClick={() => report.change({ refresh: every })}>
              {t(`reports.every.${every}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

/** Refreshes so long after the last run; of a page that is hidden, when it is seen again. */
function useAutoRefresh(seconds: number | undefined, ranAt: number, refresh: () => void): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  }, [refresh]);
  useEffect(() => {
    if (seconds === undefined) return undefined;
    const due = ranAt + seconds * 1000;
    const refreshIfDue = (): void => {
      if (document.visibilityState === 'visible' && Date.now() >= due) latest.current();
    };
    const timer = setTimeout(refreshIfDue, Math.max(0, due - Date.now()));
    document.addEventListener('visibilitychange', refreshIfDue);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', refreshIfDue);
    };
  }, [seconds, ranAt]);
}
