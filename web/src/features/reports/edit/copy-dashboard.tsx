import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import type { DashboardAnswer } from '../../../api/dashboards.ts';
import { NameDialog } from './name-dialog.tsx';
import { useAddAndEdit } from './use-add-and-edit.ts';

interface CopyDashboardProps {
  readonly answer: Pick<DashboardAnswer, 'dashboard'>;
  readonly onClose: () => void;
}

/** Makes an own dashboard of one that exists, built-in or not. */
export function CopyDashboard({ answer: { dashboard }, onClose }: CopyDashboardProps) {
  const { t, i18n } = useTranslation();
  const { add, isPending, error } = useAddAndEdit();
  const copy = (title: string): void => add(title, { ...dashboard, title: { [i18n.language]: title } });
  return (
    <NameDialog
      title={t('dashboard.duplicate')}
      first={t('dashboard.copyOf', { title: textIn(dashboard.title, i18n.language) })}
      action={t('dashboard.duplicate')}
      busy={isPending}
      error={error?.message}
      onDone={copy}
      onClose={onClose}
    />
  );
}
