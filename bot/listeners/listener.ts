import type { ModalView } from '@slack/types';
import type { Person } from '../../orchestrator/domain/run.ts';
import type { Platform } from '../platform.ts';
import type { Open } from '../review.ts';
import type { Card } from '../views/blocks.ts';

/** A button that somebody pressed. */
export interface Clicked {
  readonly by: Person;
  /** What the button carries, as JSON text. */
  readonly value: string;
  readonly open: Open;
}

/** Answers a button with a private card; null when a modal says it. */
export type OnClick = (platform: Platform, clicked: Clicked) => Promise<Card | null>;

/** A form that somebody submitted. */
export interface Submitted {
  readonly by: Person;
  /** What the form carries, as JSON text. */
  readonly carries: string;
  /** What was typed or chosen in a field; empty when nothing was. */
  field(name: string): string;
}

/** What a form becomes: a sentence under one of its fields, or another window. */
export type FormAnswer = { readonly errors: Readonly<Record<string, string>> } | { readonly becomes: ModalView };

/** A form: what answers it, and the field under which a refusal is said, if it has one. */
export interface Form {
  readonly refusedUnder: string | null;
  readonly answer: (platform: Platform, submitted: Submitted) => Promise<FormAnswer>;
}
