/**
 * Makes an element. Text only ever enters as text nodes, so data cannot become markup.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] `true` sets an empty attribute; `false` and nothing leave it out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return assemble(document.createElement(tag), attributes, children);
}

/** Makes an SVG element, like `el`. @returns {SVGElement} */
export function svg(tag, attributes = {}, ...children) {
  return assemble(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** Makes a button. @param {(event: MouseEvent) => void} onClick */
export function button(text, onClick, { class: kind = 'button', ...attributes } = {}) {
  const element = el('button', { type: 'button', class: kind, ...attributes }, text);
  element.addEventListener('click', onClick);
  return element;
}

/** A button that is on or off. @param {(on: boolean) => void} onChange */
export function toggle(text, onChange, on = false) {
  const element = button(text, () => {
    const now = element.getAttribute('aria-pressed') !== 'true';
    element.setAttribute('aria-pressed', String(now));
    onChange(now);
  }, { 'aria-pressed': String(on) });
  return element;
}

/** A control under its name. */
export function field(name, control, kind = '') {
  return el('label', { class: `field ${kind}` }, el('span', {}, name), control);
}

/** A choice of values. @param {[value: string, text: string][]} options @param {(value: string) => void} onChange */
export function choice(options, value, onChange) {
  const element = el('select', {}, ...options.map(([each, text]) => el('option', { value: each, selected: each === value }, text)));
  element.addEventListener('change', () => onChange(element.value));
  return element;
}

/** Puts other options into a choice and keeps what is chosen. */
export function setOptions(select, options, value = select.value) {
  const key = JSON.stringify(options);
  if (select.dataset.options !== key) {
    select.dataset.options = key;
    select.replaceChildren(...options.map(([each, text]) => el('option', { value: each }, text)));
  }

  select.value = value;
}

/** A box to search in; tells when typing pauses. @param {(text: string) => void} onChange */
export function searchBox(placeholder, value, onChange) {
  const element = el('input', { type: 'search', placeholder, value, spellcheck: 'false', autocomplete: 'off' });
  let timer = 0;
  element.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange(element.value), 250);
  });
  return element;
}

/** Makes the children of an element these, and leaves alone those that stay: they keep focus, selection and place. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) {
    if (!wanted.has(child)) {
      child.remove();
    }
  }

  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) {
      cursor = cursor.nextSibling;
    } else {
      parent.insertBefore(node, cursor);
    }
  }
}

function assemble(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }

  element.append(...children);
  return element;
}
