import { api, errorText, whenSignedOut } from '@augenblick/api';
import { ROLE_PERMISSIONS } from '@augenblick/contract';
import type { Permission } from '@augenblick/contract';
import type {
  RetailerOfStaff,
  SessionAnswer,
  StaffAccount,
} from '@augenblick/contract/api/session.ts';
import type { Language } from '@augenblick/ui';
import { ErrorState, useLanguage } from '@augenblick/ui/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';

/** Key of the query that knows who is signed in. */
export const SESSION_QUERY = ['session'] as const;

interface Session {
  /** Undefined while the server has not said. */
  answer: SessionAnswer | undefined;
  error: unknown;
  reload: () => void;
  /** Takes over what signing in, set-up or accepting an invitation answered. */
  set: (answer: SessionAnswer) => void;
  retailerId: number | null;
  chooseRetailer: (id: number) => void;
}

const SessionContext = createContext<Session | null>(null);
const RETAILER_KEY = 'augenblick.retailer';

/** Knows who is signed in and which retailer is being looked at. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: SESSION_QUERY,
    queryFn: ({ signal }) => api.get<SessionAnswer>('/api/session', { signal }),
    staleTime: 5 * 60_000,
  });
  const [chosen, setChosen] = useState<number | null>(() => readChosen());
  const { data: answer, error, refetch } = query;
  useEffect(() => {
    whenSignedOut(() => {
      const now = client.getQueryData<SessionAnswer>(SESSION_QUERY);
      if (now?.signedIn) void client.invalidateQueries({ queryKey: SESSION_QUERY });
    });
  }, [client]);
  const set = useCallback(
    (next: SessionAnswer) => {
      const before = client.getQueryData<SessionAnswer>(SESSION_QUERY);
      const same = before?.signedIn === true && next.signedIn && before.staff.id === next.staff.id;
      // What the last person saw must not flash up for the next one.
      if (!same) client.removeQueries({ predicate: (q) => q.queryKey[0] !== SESSION_QUERY[0] });
      client.setQueryData(SESSION_QUERY, next);
    },
    [client],
  );
  const chooseRetailer = useCallback((id: number) => {
    writeChosen(id);
    setChosen(id);
  }, []);
  const session = useMemo<Session>(() => {
    const retailers = answer?.signedIn ? answer.retailers : [];
    const retailer = retailers.find(({ id }) => id === chosen) ?? retailers[0];
    const reload = (): void => void refetch();
    return { answer, error, reload, set, retailerId: retailer?.id ?? null, chooseRetailer };
  }, [answer, error, refetch, set, chosen, chooseRetailer]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The raw session; pages behind the sign-in use `useStaff` and `useRetailer`. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('SessionProvider is missing above this component');
  return session;
}

/** Sends people who are not signed in to the sign-in page and brings them back afterwards. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { answer, error, reload } = useSession();
  const [language] = useLanguage();
  const location = useLocation();
  if (answer?.signedIn) return children;
  if (answer) {
    const from = location.pathname + location.search;
    return <Navigate to="/sign-in" replace state={{ from }} />;
  }
  if (error) return <ErrorState text={errorText(error, language)} onRetry={reload} />;
  return null;
}

/** The person who is signed in. Only below `RequireSession`. */
export function useStaff(): StaffAccount {
  const { answer } = useSession();
  if (!answer?.signedIn) throw new Error('useStaff needs somebody signed in');
  return answer.staff;
}

/** All retailers of the person. Only below `RequireSession`. */
export function useRetailers(): readonly RetailerOfStaff[] {
  const { answer } = useSession();
  return answer?.signedIn ? answer.retailers : NONE;
}
const NONE: readonly RetailerOfStaff[] = [];

/** The retailer being looked at. Only inside the shell, which shows nothing else to people without a retailer. */
export function useRetailer(): RetailerOfStaff {
  const { retailerId } = useSession();
  const retailer = useRetailers().find(({ id }) => id === retailerId);
  if (!retailer) throw new Error('useRetailer needs a retailer');
  return retailer;
}

/** Path of a retailer-bound call: `useRetailerPath()('/shoppers')` → `/api/r/1/shoppers`. */
export function useRetailerPath(): (rest: string) => string {
  const { id } = useRetailer();
  return useCallback((rest) => `/api/r/${id}${rest}`, [id]);
}

/** Changes the language here at once and, for somebody signed in, in the account for the next device. */
export function useChooseLanguage(): (language: Language) => void {
  const [, setLanguage] = useLanguage();
  const { answer, set } = useSession();
  const { mutate } = useMutation({
    mutationFn: (locale: Language) => api.patch<StaffAccount>('/api/me', { locale }),
    onSuccess: (staff) => {
      if (answer?.signedIn) set({ ...answer, staff });
    },
  });
  return (language) => {
    setLanguage(language);
    if (answer?.signedIn) mutate(language);
  };
}

/** Whether the person's role at this retailer includes a right. The server decides; this only hides buttons. */
export function useMay(permission: Permission): boolean {
  return ROLE_PERMISSIONS[useRetailer().role].includes(permission);
}

function readChosen(): number | null {
  try {
    return Number(window.localStorage.getItem(RETAILER_KEY)) || null;
  } catch {
    return null;
  }
}

function writeChosen(id: number): void {
  try {
    window.localStorage.setItem(RETAILER_KEY, String(id));
  } catch {
    // Without storage the first retailer is shown next time.
  }
}
