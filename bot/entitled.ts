import type { Application } from '../orchestrator/config.ts';
import type { Person } from '../orchestrator/domain/run.ts';
import type { Platform } from './platform.ts';

/** Whether dr.yml names this person, for showing it; the use cases decide for themselves. */
export async function isAmong(
  { directory }: Pick<Platform, 'directory'>,
  people: Application['approval']['approvers'],
  { id }: Person,
): Promise<boolean> {
  if (people.users.includes(id)) return true;
  return people.group !== undefined && (await directory.members(people.group)).includes(id);
}
