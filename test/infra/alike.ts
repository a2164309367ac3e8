import type { Template } from 'aws-cdk-lib/assertions';
import type { Resource } from './synthesized.ts';

/** A template's resources as sorted text, without their logical ids and with other words for what may differ, to compare Regions by. */
export function alike(template: Template, words: Readonly<Record<string, string>>): readonly string[] {
  const resources = Object.values(template.toJSON().Resources as Record<string, Resource>);
  const said = (text: string) => Object.entries(words).reduce((all, [word, other]) => all.replaceAll(word, other), text);
  return resources.map((resource) => said(JSON.stringify(resource))).toSorted();
}
