import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DashboardAnswer } from '../../../api/dashboards.ts';
import { useSession } from '../../../api/session.ts';
import { CopyDashboard } from './copy-dashboard.tsx';

/** On the page of a report: change it where it is one's own, or make one's own of it. */
export function DashboardActions({ answer }: { readonly answer: DashboardAnswer }) {
  const { t } = useTranslation();
  const session = useSession();
  const [isCopying, setIsCopying] = useState(false);
  if (session.data?.user.role === 'viewer') return null;
  return (
    <>
      {answer.editable && (
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/reports/$id/edit" params={{ id: answer.id }} search />}
        >
          {t('dashboard.edit')}
        </Button>
      )}
      <Button variant="default" onClick={() => setIsCopying(true)}>
        {t('dashboard.duplicate')}
      </Button>
      {isCopying && <CopyDashboard answer={answer} onClose={() => setIsCopying(false)} />}
    </>
  );
}
