/** A role of the database, and its password. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Whom the application logs in as; rotation by alternating users changes the role as well as its password. */
export interface Logins {
  /** The same object for as long as nothing has changed. */
  now(): Login;
  /** After the database refused a login: looks whether there is another. */
  renew(): Promise<void>;
}

/** One login that never changes. */
export const fixedLogin = (login: Login): Logins => ({ now: () => login, renew: async () => {} });
