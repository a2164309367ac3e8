import type { Permission } from '../../orchestrator/aws/permissions.ts';

/** Why a resource in a policy ends in a wildcard; one that no row explains is a finding of cdk-nag. */
const REASONS: readonly { readonly ends: string | RegExp; readonly because: (actions: string) => string }[] = [
  {
    ends: ':scalable-target/*',
    because: (actions) => `AWS chooses the ids of scalable targets, which ${actions} has to be allowed on.`,
  },
  {
    ends: ':dbuser:*/dr_agent',
    because: () => 'An instance that is created anew under its name has a new id, and is to be let in all the same.',
  },
  {
    ends: '-drill-*',
    because: (actions) =>
      `What a drill makes is named after its run, which is yet to come, and nothing else is named so: ${actions}.`,
  },
  {
    ends: '-old-*',
    because: (actions) =>
      `What is kept after a move is named after its run, which is yet to come, and nothing else is named so: ${actions}.`,
  },
  { ends: '-drill:*', because: (actions) => `Each deployment makes a new revision of how tasks of drills are made: ${actions}.` },
  {
    ends: ':key/*',
    because: (actions) => `A copy has the key of its source, which only RDS may be given: ${actions}.`,
  },
  {
    ends: ':db:*',
    because: (actions) =>
      `What is left of drills is found by its tag, and what is kept by its name, so that all instances are listed: ${actions}.`,
  },
  {
    ends: ':snapshot:*',
    because: (actions) => `What is kept is found by its name, so that all snapshots are listed: ${actions}.`,
  },
  {
    ends: ':role/*',
    because: (actions) =>
      `An instance made anew gets the role of monitoring that it had, which only RDS may be given: ${actions}.`,
  },
  { ends: ':change/*', because: (actions) => `Route 53 chooses the ids of changes, which ${actions} asks about.` },
  {
    ends: /:task\/[^/:]+\/\*$/,
    because: (actions) => `ECS chooses the ids of tasks; those that may be changed carry the tag of a drill: ${actions}.`,
  },
  { ends: ':*', because: (actions) => `Executions are named after runs that are yet to come: ${actions}.` },
  {
    ends: '*',
    because: (actions) => `No resource can be named, by the Service Authorization Reference or the source beside it: ${actions}.`,
  },
];

/** Reasons by finding of AwsSolutions-IAM5, for every wildcard in what those permissions name. */
export function explainWildcards(
  permissions: readonly Permission[],
  resourcesOf: (permission: Permission) => readonly string[],
): Readonly<Record<string, string>> {
  const actionsOn = new Map<string, string[]>();
  for (const permission of permissions) {
    for (const resource of resourcesOf(permission).filter((name) => name.includes('*'))) {
      const actions = permission.actions.map((action) => (permission.source ? `${action} (${permission.source})` : action));
      actionsOn.set(resource, [...(actionsOn.get(resource) ?? []), ...actions]);
    }
  }
  return Object.fromEntries(
    [...actionsOn].flatMap(([resource, actions]) => {
      const isExplained = ({ ends }: (typeof REASONS)[number]): boolean => {
        if (typeof ends !== 'string') return ends.test(resource);
        return ends === '*' ? resource === '*' : resource.endsWith(ends);
      };
      const reason = REASONS.find(isExplained)?.because([...new Set(actions)].join(', '));
      return reason === undefined ? [] : [[`Resource::${resource}`, reason]];
    }),
  );
}
