/** The workspace that the lab's Slack plays. Ids equal those in dr.yml. */
export const TEAM = { id: 'T0DRLAB00', name: 'Shop', domain: 'shop' } as const;

/** Our app and its bot user in that workspace. */
export const APP = { id: 'A0DRPLATFORM', name: 'DR Platform', bot: 'B0DRPLATFORM', botUser: 'U0DRPLATFORM' } as const;

/** A person one can act as. */
export interface Member {
  readonly id: string;
  /** The short name Slack calls the handle. */
  readonly handle: string;
  readonly name: string;
  /** What dr.yml lets them do, for people who choose whom to act as. */
  readonly part: string;
}

export const MEMBERS: readonly Member[] = [
  { id: 'U0REQUESTER', handle: 'rosa', name: 'Rosa Lindqvist', part: 'on call: asks for a failover' },
  { id: 'U0APPROVER1', handle: 'amir', name: 'Amir Haddad', part: 'approver' },
  { id: 'U0APPROVER2', handle: 'nina', name: 'Nina Okafor', part: 'approver through the user group' },
  { id: 'U0GUEST', handle: 'gus', name: 'Gus Moreau', part: 'not entitled' },
];

export const CHANNELS = [
  { id: 'C0APPROVALS', name: 'dr-approvals', topic: 'Requests that wait for an approval' },
  { id: 'C0INCIDENTS', name: 'incidents', topic: 'What is going on' },
] as const;

export const USER_GROUPS = [
  { id: 'S0DRAPPROVERS', handle: 'dr-approvers', name: 'DR approvers', users: ['U0APPROVER2'] },
] as const;
