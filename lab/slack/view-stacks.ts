import type { View } from './shown.ts';

/** The views that are on people's screens: a stack of modals and a home tab each. */
export interface ViewStacks {
  /** Modals of a user, the one on top last. */
  modals(user: string): readonly View[];
  home(user: string): View | null;
  /** The view and who sees it; null when it is on nobody's screen. */
  find(id: string): { readonly user: string; readonly view: View } | null;
  /** A pushed view goes on top; an opened one replaces the stack. */
  show(user: string, view: View): void;
  replace(view: View): void;
  close(id: string): void;
  clear(user: string): void;
}

export function createViewStacks(): ViewStacks {
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  const modals = (user: string) => stacks.get(user) ?? [];
  const change = (id: string, next: (stack: readonly View[]) => readonly View[]) => {
    for (const [user, stack] of stacks) if (stack.some((view) => view.id === id)) stacks.set(user, next(stack));
  };
  return {
    modals,
    home: (user) => homes.get(user) ?? null,
    find: (id) => {
      for (const [user, stack] of stacks) {
        const view = stack.find((one) => one.id === id);
        if (view !== undefined) return { user, view };
      }
      for (const [user, view] of homes) if (view.id === id) return { user, view };
      return null;
    },
    show: (user, view) => {
      if (view.type === 'home') homes.set(user, view);
      else stacks.set(user, view.previous_view_id === null ? [view] : [...modals(user), view]);
    },
    replace: (view) => {
      change(view.id, (stack) => stack.map((one) => (one.id === view.id ? view : one)));
    },
    close: (id) => {
      change(id, (stack) => stack.filter((one) => one.id !== id));
    },
    clear: (user) => {
      stacks.set(user, []);
    },
  };
}
