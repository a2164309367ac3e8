import { APP, MEMBERS } from '../../../slack/cast.ts';

/** Name of a user id: one of the people, our bot, or Slackbot. */
export function nameOf(user: string): string {
  if (user === APP.botUser) return APP.name;
  return MEMBERS.find(({ id }) => id === user)?.name ?? 'Slackbot';
}

/** A sentence with people's names where it has their ids. */
export const withNames = (sentence: string) => sentence.replace(/U0[A-Z0-9]+/g, nameOf);

/** A square with the person's initials, in a colour of their own. */
export function Avatar({ user }: { readonly user: string }) {
  const initials = nameOf(user)
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  return (
    <span className="avatar" data-user={user} aria-hidden="true">
      {initials}
    </span>
  );
}
