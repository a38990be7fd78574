import { choice, el, field, pixels } from '../dom.js';
import { count, counted } from '../format.js';
import { settingTitle, valueInWords } from './assumptions.js';
import { formatName } from './importReport.js';
import { PARTS, partName, sampleCount } from './sampleQuery.js';

const MOST_LABELS = 200;
const PICTURE = 56;

/** Shows what an import would make of its files; each assumption can be changed. */
export class ImportPreview {
  element = el('section', { class: 'import-preview', 'aria-label': 'Preview', hidden: true });
  #assumptions;
  #onChoose;
  #result = el('div', { class: 'preview-result' });
  #choices = el('div', { class: 'fields' });
  #details = el('div', { class: 'preview-details' });

  /** @param {import('./assumptions.js').Assumptions} assumptions @param {(name: string, value: string) => void} onChoose */
  constructor(assumptions, onChoose) {
    this.#assumptions = assumptions;
    this.#onChoose = onChoose;
    this.element.append(this.#result, this.#choices, this.#details);
  }

  /** Nothing to show: no files, or other ones. */
  clear() {
    this.#fill(null, null);
  }

  /** The files cannot be read as they are asked for; what was chosen can be chosen otherwise. */
  fail() {
    this.#assumptions.fail();
    this.#fill(null, null);
  }

  /** @param {{preview: object, report: object}} answer */
  show({ preview, report }) {
    this.#assumptions.report(report.assumptions ?? []);
    this.#fill(preview, report);
  }

  /** Whether what is shown is about to be replaced. */
  set busy(busy) {
    this.element.setAttribute('aria-busy', String(busy));
  }

  #fill(preview, report) {
    const focused = document.activeElement?.dataset.setting;
    const rows = this.#assumptions.rows;
    this.busy = false;
    this.element.hidden = !preview && rows.length === 0;
    this.#result.replaceChildren(...(preview ? [
      el('h3', {}, 'What was understood'),
      el('ul', { class: 'preview-facts' }, ...facts(preview, this.#assumptions.sentences).map((fact) => el('li', {}, fact))),
      el('ul', { class: 'preview-samples', 'aria-label': 'Sample pictures' }, ...preview.samples.map(sample)),
    ] : []));
    this.#choices.replaceChildren(...rows.map((row) => this.#choice(row)));
    this.#details.replaceChildren(...(preview ? [labels(preview), ...leftOut(report), ...passedOver(report)] : []));
    if (focused) {
      this.element.querySelector(`[data-setting="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #choice({ name, value, reason, options, isChosen }) {
    const control = options.length ? this.#select(name, value, options, isChosen) : el('input', { type: 'text', value, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' });
    control.dataset.setting = name;
    control.addEventListener('change', () => this.#onChoose(name, control.value.trim()));
    return field(settingTitle(name), control, reason);
  }

  #select(name, value, options, isChosen) {
    const rest = isChosen ? [['', 'Find it out']] : [];
    const select = choice([...options.map((option) => [option, valueInWords(name, option)]), ...rest]);
    select.value = value;
    return select;
  }
}

function facts(preview, sentences) {
  const parts = PARTS.filter(({ counted: key }) => preview[key] > 0).map(({ name, counted: key }) => `${count(preview[key])} ${name}`);
  return [
    `${counted(preview.sampleCount, 'sample')} with ${counted(preview.labelCount, 'label')}, read as ${formatName(preview.format)}.`,
    `${sides(preview)} They are stored as shown here.`,
    `Parts: ${parts.join(' + ')}.`,
    ...sentences,
  ];
}

function sides({ minWidth, minHeight, maxWidth, maxHeight }) {
  return minWidth === maxWidth && minHeight === maxHeight
    ? `The pictures have ${minWidth}×${minHeight} pixels.`
    : `The pictures have ${minWidth}×${minHeight} to ${maxWidth}×${maxHeight} pixels.`;
}

function sample({ label, part, png }) {
  return el('li', {}, pixels(png, PICTURE), el('span', { class: 'preview-label', title: label }, label), el('span', { class: 'preview-part' }, partName(part)));
}

function labels({ classCounts, labelCount }) {
  const shown = classCounts.slice(0, MOST_LABELS);
  const rest = labelCount - shown.length;
  return el('details', {},
    el('summary', {}, 'Samples of each label'),
    el('ul', { class: 'label-counts' }, ...shown.map((counts) => el('li', {}, el('strong', {}, counts.label), ` ${count(sampleCount(counts))}`))),
    ...(rest > 0 ? [el('p', { class: 'hint' }, `and ${counted(rest, 'more label')}`)] : []));
}

function leftOut({ skipped, faults = [] }) {
  return skipped > 0 ? [files(`${counted(skipped, 'broken thing')} left out`, faults, skipped)] : [];
}

function passedOver({ passedOver: named = [], passedOverCount }) {
  return passedOverCount > 0 ? [files(`${counted(passedOverCount, 'file')} passed over`, named, passedOverCount)] : [];
}

/** Files and what is wrong with them, unfolded where they are few. */
function files(title, named, total) {
  const rest = total - named.length;
  return el('details', { open: named.length <= 3 },
    el('summary', {}, title),
    el('ul', { class: 'faults', tabindex: 0, 'aria-label': title }, ...named.map(({ file, cause }) => el('li', {}, el('strong', {}, file), ' ', cause))),
    ...(rest > 0 ? [el('p', { class: 'hint' }, `and ${count(rest)} more`)] : []));
}
