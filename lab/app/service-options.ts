import type { Region } from '../../orchestrator/domain/region.ts';

/** What a process of the sample application is started with. */
export interface ServiceOptions {
  readonly region: Region;
  readonly application: string;
  readonly database: {
    readonly port: number;
    readonly name: string;
    /** The role this process writes as. */
    readonly writer: string;
    readonly password: string;
  };
  /** Port of the Region's bucket. */
  readonly store: number;
}
