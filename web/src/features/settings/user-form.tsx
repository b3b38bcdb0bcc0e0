import { Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type User, useAddUser, useChangeUser } from '../../api/accounts.ts';
import { fieldError } from '../../api/error.ts';
import { SecretOnce } from '../../components/secret-once.tsx';
import { type Access, AccessFields, changedLimits, toLimits } from './access-fields.tsx';

const roles = ['viewer', 'analyst', 'admin'] as const;

interface UserFormProps {
  /** The user to change; left out for a new one. */
  readonly user?: User;
  readonly onClose: () => void;
}

export function UserForm({ user, onClose }: UserFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(user?.name ?? '');
  const [password, setPassword] = useState('');
  const [before] = useState<Access>({
    role: user?.role ?? 'viewer',
    projects: user?.limits.projects ?? [],
    clusters: user?.limits.clusters ?? [],
    namespaces: user?.limits.namespaces ?? [],
    bodies: user?.limits.bodies ?? true,
  });
  const [access, setAccess] = useState(before);
  const add = useAddUser();
  const change = useChangeUser();
  const error = add.error ?? change.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { role: access.role, ...(password ? { password } : {}) };
    if (user)
      change.mutate(
        { name: user.name, change: { ...body, limits: changedLimits(before, access) } },
        { onSuccess: onClose },
      );
    else
      add.mutate(
        { name: name.trim(), ...body, limits: toLimits(access) },
        { onSuccess: (added) => !added.password && onClose() },
      );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={user ? user.name : t('users.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {add.data?.password ? (
        <SecretOnce label={t('users.passwordOf', { name: add.data.name })} secret={add.data.password} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap={12}>
            {!user && (
              <TextInput
                data-autofocus
                label={t('users.name')}
                value={name}
                error={fieldError(error, 'name')}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
            <AccessFields access={access} roles={roles} onChange={setAccess} />
            <PasswordInput
              label={t('users.newPassword')}
              description={user ? t('users.emptyKeeps') : t('users.emptyMakesOne')}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
              value={password}
              error={fieldError(error, 'password', true)}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!name.trim()} loading={add.isPending || change.isPending}>
              {t('common.save')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
