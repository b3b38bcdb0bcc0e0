import { Button, Popover } from '@mantine/core';
import { IconChevronDown, IconClock, IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../lib/time-format.ts';
import type { FixedRange, TimeRange } from '../../lib/time-range.ts';
import { offsetLabel } from '../../lib/time-zone.ts';
import { AbsoluteRange } from './absolute-range.tsx';
import { JumpToMoment } from './jump-to-moment.tsx';
import { findPreset, presets } from './presets.ts';
import styles from './time-picker.module.css';
import { ZonePicker } from './zone-picker.tsx';

interface TimePickerProps {
  readonly range: TimeRange;
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
  readonly onRange: (range: TimeRange) => void;
  readonly onZone: (zone: string | undefined) => void;
  /** Looks around a moment; left out where that is not asked for. */
  readonly onMoment?: (moment: number) => void;
}

/** The range: relative, a whole unit, or from when to when; and the zone in which times are read and written. */
export function TimePicker({ range, fixed, zone, opened, onOpen, onRange, onZone, onMoment }: TimePickerProps) {
  const { t } = useTranslation();
  const preset = findPreset(range);
  const label = preset
    ? t(preset.label)
    : fixed
      ? `${shortDateTime(fixed.from, zone)} – ${shortDateTime(fixed.to, zone)}`
      : t('time.unreadable');
  const offset = offsetLabel(fixed?.to ?? 0, zone);
  const choose = (chosen: TimeRange): void => {
    onRange(chosen);
    onOpen(false);
  };
  return (
    <div className={styles['row']}>
      <Popover opened={opened} onChange={onOpen} position="bottom-start" trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconClock size={15} stroke={1.6} />}
            rightSection={<IconChevronDown size={14} />}
            aria-label={`${t('time.range')}: ${label}`}
            onClick={() => onOpen(!opened)}
          >
            {label}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={0}>
          <div className={styles['panel']}>
            {(['relative', 'whole'] as const).map((kind) => (
              <div key={kind} className={styles['column']}>
                <h3 className={styles['heading']}>{t(`time.${kind}`)}</h3>
                {presets
                  .filter((candidate) => candidate.kind === kind)
                  .map((candidate) => (
                    <button
                      key={candidate.label}
                      type="button"
                      className={styles['preset']}
                      aria-pressed={candidate === preset}
                      onClick={() => choose(candidate.range)}
                    >
                      {t(candidate.label)}
                    </button>
                  ))}
              </div>
            ))}
            <div className={styles['column']}>
              <AbsoluteRange fixed={fixed} zone={zone} onRange={choose} />
              {onMoment && (
                <JumpToMoment
                  zone={zone}
                  onMoment={(moment) => {
                    onMoment(moment);
                    onOpen(false);
                  }}
                />
              )}
            </div>
          </div>
        </Popover.Dropdown>
      </Popover>
      <Popover position="bottom-start" width={280} trapFocus>
        <Popover.Target>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconWorld size={15} stroke={1.6} />}
            aria-label={`${t('time.zone')}: ${offset}, ${zone}`}
          >
            {offset}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={8}>
          <ZonePicker zone={zone} onZone={onZone} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
