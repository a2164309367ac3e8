import { setTimeout as sleep } from 'node:timers/promises';
import { openSessions } from '../../aws/agent-session.ts';
import { tryLoginAt } from '../../aws/password-login.ts';
import { secretVersions } from '../../aws/secret-versions.ts';
import { databaseHere } from '../database-here.ts';
import { rotationOn } from '../rotation.ts';

const { application, endpoint } = databaseHere();

/** Rotates the secret that an application's services log in with. */
export const handler = rotationOn({
  versions: secretVersions,
  writers: application.database.writers,
  lend: openSessions(endpoint).lend,
  tryLogin: tryLoginAt(endpoint),
  sleep,
});
