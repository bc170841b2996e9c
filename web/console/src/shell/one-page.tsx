import { isGone } from '@augenblick/api';
import { EmptyState, Page } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';
import { BackLink } from './back-link.tsx';
import { type Asked, Loaded } from './loaded.tsx';

/** Words for a thing that does not exist; `toList` leads to the others. */
type Word = 'title' | 'gone' | 'goneTitle' | 'goneText' | 'toList';

/** The page of one thing. Where there is no such thing it says so and leads to the others. */
export function OnePage<One>(props: {
  query: Asked<One>;
  text: (word: Word) => string;
  /** Of a thing of this kind. */
  icon: ComponentProps<typeof EmptyState>['icon'];
  /** Address and name of the page above, where the others are. */
  above: { to: string; label: string };
  /** What is known only once the thing is there. */
  name: string | undefined;
  head: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: (one: One) => ReactNode;
}) {
  const { query, text, icon, above, name, head, note, actions, children } = props;
  const gone = isGone(query.error);
  return (
    <Page
      title={name ?? text('title')}
      headline={gone ? text('gone') : (head ?? (query.error ? text('title') : undefined))}
      note={note}
      back={<BackLink to={above.to}>{above.label}</BackLink>}
      actions={actions}
    >
      {gone ? (
        <EmptyState
          icon={icon}
          title={text('goneTitle')}
          text={text('goneText')}
          action={
            <Button component={Link} to={above.to}>
              {text('toList')}
            </Button>
          }
        />
      ) : (
        <Loaded query={query} lines={8}>
          {children}
        </Loaded>
      )}
    </Page>
  );
}
