import { ActionIcon } from '@mantine/core';
import { IconKey, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Session, useSignOut } from '../api/session.ts';
import { MenuButton } from '../components/overlay/menu-button.tsx';

export function AccountMenu({ user }: { readonly user: Session['user'] }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <MenuButton
      width={220}
      title={`${user.name} · ${t(`role.${user.role}`)}`}
      entries={[
        {
          label: t('frame.passwordAndAppearance'),
          icon: <IconKey size={15} />,
          onChoose: () => void navigate({ to: '/settings/$section', params: { section: 'appearance' } }),
        },
        { label: t('frame.signOut'), icon: <IconLogout size={15} />, onChoose: () => signOut.mutate() },
      ]}
      button={(opener) => (
        <ActionIcon {...opener} data-action="account" aria-label={t('frame.account', { name: user.name })}>
          <IconUserCircle size={19} stroke={1.6} />
        </ActionIcon>
      )}
    />
  );
}
