import type { Application, Config } from '../config.ts';

/** IAM actions on the resources that dr.yml names: what a role must allow so that an adapter's call works. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARNs; `*` only where the action takes no resource. */
  readonly resources: (config: Config, application: Application) => readonly string[];
  /** Under which conditions, by operator and key as IAM writes them; under none when absent. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Where it is written that AWS needs this behind a call; absent when the action is the call itself. */
  readonly source?: string;
}

/** What each method of an adapter needs, by the method's name. */
export type PermissionsOf<Port> = { readonly [Method in keyof Port]: readonly Permission[] };
