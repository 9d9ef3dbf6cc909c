/** The element of that `data-testid`; the page has every one from the start. */
export function byTestId<E extends HTMLElement = HTMLElement>(testId: string): E {
  return find(`[data-testid="${testId}"]`);
}

export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  return find(`[data-id="${id}"]`);
}

export function each<E extends HTMLElement = HTMLElement>(selector: string): Iterable<E> {
  return document.querySelectorAll<E>(selector);
}

function find<E extends HTMLElement>(selector: string): E {
  const element = document.querySelector<E>(selector);
  if (element === null) {
    throw new Error(`The page has no ${selector}`);
  }
  return element;
}
