import type { Permission } from '../../orchestrator/aws/permissions.ts';

/** Why a resource in a policy ends in a wildcard; one that no row explains is a finding of cdk-nag. */
const REASONS: readonly { readonly ends: string; readonly because: (actions: string) => string }[] = [
  {
    ends: ':scalable-target/*',
    because: (actions) => `AWS chooses the ids of scalable targets, which ${actions} has to be allowed on.`,
  },
  {
    ends: ':dbuser:*/dr_agent',
    because: () => 'An instance that is created anew under its name has a new id, and is to be let in all the same.',
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
      const isExplained = ({ ends }: { ends: string }) => (ends === '*' ? resource === '*' : resource.endsWith(ends));
      const reason = REASONS.find(isExplained)?.because([...new Set(actions)].join(', '));
      return reason === undefined ? [] : [[`Resource::${resource}`, reason]];
    }),
  );
}
