import { logIn, tryLoginAt } from '../../aws/password-login.ts';
import { secretNames } from '../../aws/secret-names.ts';
import { secretVersions } from '../../aws/secret-versions.ts';
import { bootstrapOn } from '../bootstrap.ts';
import { databaseHere } from '../database-here.ts';

const { application, endpoint } = databaseHere();
const { master, writer } = secretNames(application);

/** Makes the roles of an application's database, as the master user. */
export const handler = bootstrapOn({
  master: async () => logIn(endpoint, await secretVersions(master).current()),
  writer: () => secretVersions(writer).current(),
  tryLogin: tryLoginAt(endpoint),
});
