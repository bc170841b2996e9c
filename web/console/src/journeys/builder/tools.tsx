import { START } from '@augenblick/contract';
import type { JourneyFinding } from '@augenblick/contract';
import { Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import type { IconName } from '@augenblick/ui';
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { editorTexts } from '../texts-editor.ts';
import styles from './tools.module.css';
import type { Builder } from './use-builder.ts';

/** Undo, redo, the keys, and what is still missing. */
export function Tools(props: {
  builder: Builder;
  findings: readonly JourneyFinding[];
  onHelp: () => void;
  children?: ReactNode;
}) {
  const { builder, findings, onHelp, children } = props;
  const text = useTexts(editorTexts);
  const button = (label: string, icon: IconName, act: () => void, off = false) => (
    <Tooltip label={label}>
      <ActionIcon variant="default" aria-label={label} disabled={off} onClick={act}>
        <Icon name={icon} size={15} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      {button(text('undo'), 'undo', builder.undo, !builder.canUndo)}
      {button(text('redo'), 'redo', builder.redo, !builder.canRedo)}
      {button(text('keys'), 'keyboard', onHelp)}
      <Findings builder={builder} findings={findings} />
      <span className={styles.note}>{children}</span>
    </>
  );
}

function Findings({
  builder,
  findings,
}: {
  builder: Builder;
  findings: readonly JourneyFinding[];
}) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const must = findings.filter(({ severity }) => severity === 'must');
  const should = findings.filter(({ severity }) => severity === 'should');
  const tone = must.length > 0 ? 'must' : should.length > 0 ? 'should' : 'good';
  const words =
    must.length > 0
      ? text('findings', { count: must.length })
      : should.length > 0
        ? text('findingsHints', { count: should.length })
        : text('findingsNone');
  const icon = { must: 'warning', should: 'info', good: 'check' } as const;
  if (tone === 'good')
    return (
      <span className={styles.ready}>
        <Icon name="check" size={14} />
        {words}
      </span>
    );
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target>
        <Button
          variant="default"
          className={styles.findings}
          data-tone={tone}
          leftSection={<Icon name={icon[tone]} size={14} />}
        >
          {words}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.list}>
        <Menu.Label>{text('findingsTitle')}</Menu.Label>
        {[...must, ...should].map(({ field, node, severity, words: said }) => (
          <Menu.Item
            key={`${field}${said.en}`}
            leftSection={<Icon name={severity === 'must' ? 'warning' : 'info'} size={14} />}
            onClick={() => builder.choose(node ?? START)}
          >
            {said[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
