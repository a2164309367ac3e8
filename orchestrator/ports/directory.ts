/** Who is in a group of people, such as a Slack user group. */
export interface Directory {
  members(group: string): Promise<readonly string[]>;
}
