import type { Region } from '../../../orchestrator/domain/region.ts';
import type { Login } from '../logins.ts';

/** What a process of the sample application is started with in the lab. */
export interface ServiceOptions {
  readonly region: Region;
  readonly application: string;
  readonly database: { readonly port: number; readonly name: string };
  /** The role this process writes as. */
  readonly login: Login;
  /** Port of the Region's bucket; null where nothing may be put there. */
  readonly store: number | null;
  /** How long users wait for its answer, ms. */
  readonly patienceMs: number;
}
