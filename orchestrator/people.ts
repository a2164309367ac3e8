import type { Application } from './config.ts';
import { Denied } from './domain/errors.ts';
import type { Person, Run } from './domain/run.ts';
import type { Directory } from './ports/directory.ts';

type People = Application['approval']['approvers'];

/** Whether a person is named by dr.yml, or is a member of the group it names, as of now. */
export async function isAmong({ users, group }: People, person: Person, directory: Directory): Promise<boolean> {
  if (users.includes(person.id)) return true;
  return group !== undefined && (await directory.members(group)).includes(person.id);
}

/** Throws `Denied` unless the person may ask for recoveries of this application. The platform itself may: somebody has to approve. */
export async function mayRequest(application: Application, person: Person, directory: Directory): Promise<void> {
  if (person.via === 'system' || (await isAmong(application.approval.requesters, person, directory))) return;
  throw new Denied(`You may not ask for recoveries of ${application.id}: dr.yml does not list you as a requester.`);
}

/** Throws `Denied` unless the person may vote on this run or set: an approver, and not who requested it. */
export async function mayVote(
  application: Application,
  run: Pick<Run, 'id' | 'requestedBy'>,
  person: Person,
  directory: Directory,
): Promise<void> {
  if (person.id === run.requestedBy.id) {
    throw new Denied(`You requested ${run.id}, so somebody else has to decide it. To withdraw it, abort it.`);
  }
  if (await isAmong(application.approval.approvers, person, directory)) return;
  throw new Denied(`You may not decide ${run.id}: dr.yml does not list you as an approver of ${application.id}.`);
}

/** Throws `Denied` unless the person may lock the application and unlock it: a requester or an approver. */
export async function mayLock(application: Application, person: Person, directory: Directory): Promise<void> {
  const { requesters, approvers } = application.approval;
  if ((await isAmong(requesters, person, directory)) || (await isAmong(approvers, person, directory))) return;
  throw new Denied(`You may not lock ${application.id}: dr.yml lists you neither as a requester nor as an approver of it.`);
}

/** Throws `Denied` unless the person may be the second who agrees to go on without a step: an approver. */
export async function mayAgreeToSkip(application: Application, run: Run, person: Person, directory: Directory): Promise<void> {
  if (await isAmong(application.approval.approvers, person, directory)) return;
  throw new Denied(`The second who agrees to skip a step of ${run.id} has to be an approver of ${application.id}.`);
}

/** Throws `Denied` unless the person may steer a run or a set that is under way: a requester or an approver. */
export async function maySteer(
  application: Application,
  run: Pick<Run, 'id'>,
  person: Person,
  directory: Directory,
): Promise<void> {
  const { requesters, approvers } = application.approval;
  if (await isAmong(requesters, person, directory)) return;
  if (await isAmong(approvers, person, directory)) return;
  throw new Denied(
    `You may not steer ${run.id}: dr.yml lists you neither as a requester nor as an approver of ${application.id}.`,
  );
}
