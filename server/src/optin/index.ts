/** Sign-ups with double opt-in, forms, and the pages that links in messages lead to. */
export { type AskedSignups, createAskedSignups } from './asked.ts';
export type { OptinDeps } from './deps.ts';
export { liveForm, putWording } from './forms.ts';
export { openForms } from './open.ts';
export { lookOf } from './look.ts';
export { formRoutes, type FormRoutesDeps } from './routes-form.ts';
export { readerRoutes } from './routes-public.ts';
export { mailSender, retailerOf } from './queries.ts';
export { optinRoutes, type OptinRoutesDeps } from './routes.ts';
export { createOptinSweep, type OptinSweep } from './sweep.ts';
export { confirmSignup, requestSignup, type SignupRequest } from './signup.ts';
