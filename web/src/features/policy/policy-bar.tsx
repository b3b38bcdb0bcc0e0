import { Button, FileButton, Menu, Select } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFolderOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type KubeMinor, kubeRelease, newestMinor } from '../../../../src/policy/index.ts';
import { saveBlob } from '../../api/save-blob.ts';
import styles from './policy.module.css';
import { loadPreset, presetNames } from './presets.ts';

interface PolicyBarProps {
  readonly text: string;
  readonly minor: KubeMinor;
  readonly onText: (text: string) => void;
  readonly onMinor: (minor: KubeMinor) => void;
}

/** The rest of a longer file is not read: the policy room refuses more than 5 MiB anyway. */
const mostBytes = 6 << 20;

const oldestMinor = kubeRelease(0).minor;
const releases = Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => String(newestMinor - index));

/** Begin from a shipped policy or a file; for which release; download. */
export function PolicyBar({ text, minor, onText, onMinor }: PolicyBarProps) {
  const { t } = useTranslation();
  const open = (file: File | null): void => {
    if (file) void file.slice(0, mostBytes).text().then(onText);
  };
  return (
    <div className={styles['bar']}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {t('policy.preset')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {presetNames.map((name) => (
            <Menu.Item key={name} onClick={() => void loadPreset(name).then(onText)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <FileButton accept=".yaml,.yml,.json" onChange={open}>
        {(props) => (
          <Button variant="default" leftSection={<IconFolderOpen size={15} />} {...props}>
            {t('policy.open')}
          </Button>
        )}
      </FileButton>
      <Button
        variant="default"
        leftSection={<IconDownload size={15} />}
        onClick={() => saveBlob(new Blob([text], { type: 'application/yaml' }), 'audit-policy.yaml')}
      >
        {t('policy.download')}
      </Button>
      <Select
        className={styles['release'] ?? ''}
        aria-label={t('policy.release')}
        data={releases.map((value) => ({ value, label: `Kubernetes 1.${value}` }))}
        value={String(minor)}
        allowDeselect={false}
        onChange={(value) => onMinor(Number(value ?? newestMinor))}
      />
    </div>
  );
}
