/**
 * Makes an element. Text only ever enters as text nodes, so data cannot become markup.
 * @param {string} tag
 * @param {Record<string, string | number | boolean>} [attributes] `true` sets an empty attribute, `false` leaves it out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return assemble(document.createElement(tag), attributes, children);
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return assemble(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

let lastId = 0;

/**
 * Makes a button.
 * @param {string} text
 * @param {(event: MouseEvent) => void} onClick
 * @param {Record<string, string | number | boolean>} [attributes] `class` comes on top of "button"
 */
export function button(text, onClick, { class: kind = '', ...attributes } = {}) {
  const element = el('button', { type: 'button', class: `button ${kind}`.trim(), ...attributes }, text);
  element.addEventListener('click', onClick);
  return element;
}

/** A control under its label, with an optional hint. */
export function field(label, control, hint = '') {
  lastId += 1;
  control.id ||= `field-${lastId}`;
  const element = el('div', { class: 'field' }, el('label', { for: control.id }, label), control);
  if (hint) {
    control.setAttribute('aria-describedby', `${control.id}-hint`);
    element.append(el('p', { class: 'hint', id: `${control.id}-hint` }, hint));
  }

  return element;
}

/** A tick box before its label. */
export function tick(label, checked = false) {
  const control = el('input', { type: 'checkbox', checked });
  return { control, element: el('label', { class: 'tick' }, control, el('span', {}, label)) };
}

/** A choice of values. @param {[value: string, text: string][]} options */
export function choice(options, attributes = {}) {
  return el('select', attributes, ...options.map(([value, text]) => el('option', { value }, text)));
}

/** A box for a refusal or a failure; `showProblem` fills it. */
export function problemBox() {
  return el('div', { class: 'problem', role: 'alert', hidden: true });
}

/** A sample's image, enlarged without blur. @param {string} png base64 */
export function pixels(png, size, alt = '') {
  return el('img', { class: 'pixels', alt, width: size, height: size, src: `data:image/png;base64,${png}` });
}

/** A fresh copy of the only element in a template. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** The element of a place or card that carries `data-part="name"`. */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** Fills a problem box from an error, with an optional way out; no error hides the box. */
export function showProblem(box, error, retry) {
  box.hidden = !error;
  box.replaceChildren();
  if (!error) {
    return;
  }

  box.append(el('strong', {}, error.message));
  if (error.violations?.length) {
    box.append(el('ul', {}, ...error.violations.map((violation) => el('li', {}, violationText(violation)))));
  }

  if (retry) {
    const button = el('button', { type: 'button', class: 'button' }, 'Try again');
    button.addEventListener('click', retry);
    box.append(el('div', {}, button));
  }
}

function violationText({ field, description }) {
  return field ? `${field}: ${description}` : description;
}

function assemble(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }

  element.append(...children);
  return element;
}
