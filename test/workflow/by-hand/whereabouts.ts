import type { Addresses } from '../../../lab/addresses.ts';

/** What the programs a person types have to know of the lab. */
export interface Whereabouts {
  readonly addresses: Addresses;
  /** Port of each Region's database. */
  readonly databases: Readonly<Record<string, number>>;
  /** What stands for an IAM token. */
  readonly token: string;
}
