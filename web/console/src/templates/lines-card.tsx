import type { MailContent, ShortContent, TemplateFinding } from '@augenblick/contract';
import { Card, Fields, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import styles from './editor.module.css';
import { placeOf } from './finding-place.ts';
import { PictureField } from './picture-field.tsx';
import { setBoth, setLines } from './steps.ts';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';
import { WordsField } from './words-field.tsx';

interface CardProps {
  editing: Editing;
  findings: readonly TemplateFinding[];
}

/** What stands above the blocks of a mail; all there is of a short message. */
export function LinesCard({ editing, findings }: CardProps) {
  const { contents, writing } = editing;
  const content = contents[writing.language];
  return (
    <Card>
      <Fields>
        {content.kind === 'mail' ? (
          <MailLines editing={editing} content={content} />
        ) : (
          <ShortLines editing={editing} content={content} />
        )}
        <LineFindings editing={editing} findings={findings} />
      </Fields>
    </Card>
  );
}

function MailLines({ editing, content }: { editing: Editing; content: MailContent }) {
  const text = useTexts(editorTexts);
  const { draft, writing, act } = editing;
  const set = (field: 'subject' | 'preheader') => (value: string) =>
    act(setLines(draft, writing, { [field]: value }), field);
  return (
    <>
      <div id="line-subject">
        <WordsField
          label={text('subject')}
          maxLength={300}
          value={content.subject}
          note={text('subjectLength', { count: Array.from(content.subject).length })}
          onChange={set('subject')}
        />
      </div>
      <div id="line-preheader">
        <WordsField
          label={text('preheader')}
          note={text('preheaderNote')}
          maxLength={300}
          value={content.preheader}
          onChange={set('preheader')}
        />
      </div>
    </>
  );
}

function ShortLines({ editing, content }: { editing: Editing; content: ShortContent }) {
  const text = useTexts(editorTexts);
  const { draft, writing, act } = editing;
  const set = (field: 'title' | 'text') => (value: string) =>
    act(setLines(draft, writing, { [field]: value }), field);
  // An SMS is nothing but its words.
  const bare = draft.channel === 'sms';
  return (
    <>
      {!bare && (
        <div id="line-title">
          <WordsField
            label={text('title')}
            maxLength={200}
            value={content.title}
            onChange={set('title')}
          />
        </div>
      )}
      <div id="line-text">
        <WordsField
          label={text('text')}
          lines={4}
          maxLength={4000}
          value={content.text}
          onChange={set('text')}
        />
      </div>
      {!bare && (
        <>
          <TextInput
            id="line-url"
            label={text('url')}
            description={text('bothNote')}
            placeholder="/… · https://…"
            maxLength={1000}
            value={content.url}
            onChange={(event) =>
              act(setBoth(draft, writing.variant, { url: event.currentTarget.value }), 'url')
            }
          />
          <PictureField
            url={content.picture}
            onPick={(picture) => act(setBoth(draft, writing.variant, { picture }))}
            onType={(picture) => act(setBoth(draft, writing.variant, { picture }), 'picture')}
          />
        </>
      )}
    </>
  );
}

/** Remarks of the check on these very lines. */
function LineFindings({ editing, findings }: CardProps) {
  const [language] = useLanguage();
  const { draft, writing } = editing;
  const here = findings.filter(({ field }) => {
    const place = placeOf(draft, field);
    return (
      place?.line !== null &&
      place?.writing.variant === writing.variant &&
      place.writing.language === writing.language
    );
  });
  return here.map(({ check, field, severity, words }) => (
    <p key={`${check}${field}`} className={styles.rowFinding} data-severity={severity}>
      <Icon name={severity === 'must' ? 'warning' : 'info'} size={15} />
      {words[language]}
    </p>
  ));
}
