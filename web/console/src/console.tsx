import { UiProvider } from '@augenblick/ui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';
import { ApiError } from '@augenblick/api';
import { Routes } from './routes.tsx';
import { SessionProvider } from './session/session.tsx';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays one however often it is asked for; only a line that broke is worth another try.
      retry: (count, error) =>
        count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});

/** The whole console: providers around the routes. */
export function Console() {
  return (
    <QueryClientProvider client={queryClient}>
      <UiProvider>
        <SessionProvider>
          <BrowserRouter>
            <Routes />
          </BrowserRouter>
        </SessionProvider>
      </UiProvider>
    </QueryClientProvider>
  );
}
