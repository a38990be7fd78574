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
