/** The sh blocks of a runbook under one heading, in their order: the commands, then those that take them back. */
export function blocksUnder(runbook: string, heading: string): readonly string[] {
  const section = runbook.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands = '']) => commands);
}

/** Every heading of a runbook that has commands. */
export const headingsOf = (runbook: string): readonly string[] =>
  [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
