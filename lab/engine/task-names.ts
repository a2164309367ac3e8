import type { Machine } from '../../orchestrator/workflow/asl.ts';

/** The names of all Task and Wait states of a machine, those inside branches included. */
export function taskNames(machine: Machine): { readonly tasks: readonly string[]; readonly waits: readonly string[] } {
  const states = allStates(machine);
  const named = (type: string): string[] => states.filter(([, state]) => state.Type === type).map(([name]) => name);
  return { tasks: named('Task'), waits: named('Wait') };
}

function allStates(machine: Machine): [string, Machine['States'][string]][] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const branches = (state.Branches ?? []) as readonly Machine[];
    return [[name, state] as [string, typeof state], ...branches.flatMap(allStates)];
  });
}
