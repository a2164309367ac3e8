import type { Scene } from './step.ts';

/**
 * Why the database there must not be touched, as a sentence: the writers of `from` may log in, and those of `to` may not. Null when
 * that is so. A Region that does not answer is waited for: nobody has seen that it is fenced.
 */
export async function whyNotLeftBehind({ world, run }: Scene): Promise<string | null> {
  const [active, old] = await Promise.all([world.agent.observe(run.from), world.agent.observe(run.to)]);
  if (active.inRecovery || !active.writersMayLogin) return `${run.from} is not the writer, so ${run.to} was not left behind.`;
  if (old.inRecovery) return null;
  return old.writersMayLogin ? `Writers may log in to ${run.to}: it has to be fenced first.` : null;
}
