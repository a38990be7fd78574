/**
 * What a run may override of its preset's recipe. The service tells the fields; this says how a form asks for them.
 * @typedef {object} Field
 *   path: the request's field, dotted where it is nested; label, hint, meaning: for people;
 *   choices: value to text, makes it a choice; min, max, step: make it a number;
 *   when: shows the field only for these types of the part that it belongs to
 * @typedef {Record<string, string>} Answers what was filled in, by path; empty where nothing was
 */

const OPTIMIZERS = { sgd: 'SGD', adam: 'Adam', adamw: 'AdamW', adadelta: 'Adadelta' };
const SCHEDULES = { constant: 'constant', step: 'steps', cosine: 'cosine', one_cycle: 'one cycle' };
const YES_NO = { true: 'yes', false: 'no' };
const CHANGE_IMAGES = { path: 'augmentation.mode', label: 'Change images while training', hint: '', choices: { off: 'off', on: 'on' } };

/** Inputs know no bound that is itself too much; this much inside it is near enough. */
const INSIDE = 1e-7;

/**
 * The form's fields under their headings.
 * @param {object[]} told the fields as the service lists them
 * @returns {{title: string, fields: Field[]}[]}
 */
export function recipeGroups(told) {
  const groups = new Map();
  for (const field of told.filter(({ group }) => group)) {
    if (!groups.has(field.group)) {
      groups.set(field.group, field.path.startsWith('augmentation.') ? [CHANGE_IMAGES] : []);
    }

    groups.get(field.group).push(formField(field));
  }

  return [...groups].map(([title, fields]) => ({ title, fields }));
}

function formField({ path, title, unit, meaning, kind, min, max, minExcluded, maxExcluded, choices, usedBy }) {
  const field = { path: path.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), label: title, hint: unit, meaning };
  const when = path.startsWith('augmentation.') ? ['on'] : usedBy;
  if (when.length > 0) {
    field.when = when;
  }

  if (kind === 'CHOICE') {
    return { ...field, choices: Object.fromEntries(choices.map((value) => [value, OPTIMIZERS[value] ?? SCHEDULES[value] ?? value])) };
  }

  if (kind === 'FLAG') {
    return { ...field, choices: YES_NO, isFlag: true };
  }

  return {
    ...field, min: minExcluded ? min + INSIDE : min, max: maxExcluded ? max - INSIDE : max, ...(kind === 'INTEGER' ? { step: 1 } : {}),
  };
}

/** What the preset has for a field, as text; '' where the field would begin from a usual value instead. */
export function presetValue(path, settings, answers = {}, usualChanges = {}) {
  const [owner, inner] = path.split('.');
  if (path === 'augmentation.mode') {
    return settings.augmentation ? 'on' : 'off';
  }

  const type = answers[`${owner}.type`];
  if (inner && inner !== 'type' && type && type !== settings[owner]?.type) {
    return '';
  }

  const from = owner === 'augmentation' ? settings.augmentation ?? usualChanges : settings[owner];
  return String((inner ? from?.[inner] : settings[path]) ?? '');
}

/** Whether a field means anything, given what is chosen above it. */
export function isShown({ path, when }, settings, answers) {
  if (!when) {
    return true;
  }

  const above = `${path.split('.')[0]}.${path.startsWith('augmentation.') ? 'mode' : 'type'}`;
  return when.includes(answers[above] || presetValue(above, settings));
}

/**
 * The part of the request that the answers make. What is left empty or has no meaning is left out, so that the preset decides.
 * @param {Field[]} fields
 * @param {Answers} answers
 * @param {object} settings the preset's
 * @param {object} usualChanges what images are changed by when that is switched on over a preset that leaves them alone
 */
export function recipeRequest(fields, answers, settings, usualChanges = {}) {
  const request = {};
  for (const field of fields) {
    const answer = answers[field.path] ?? '';
    if (answer === '' || !isShown(field, settings, answers)) {
      continue;
    }

    if (field.path === 'augmentation.mode') {
      request.augmentation = answer === 'off' ? { off: true } : { ...(settings.augmentation ? {} : usualChanges) };
    } else {
      place(request, field.path.split('.'), valueOf(field, answer));
    }
  }

  return request;
}

/** A recipe in words, for example "AdamW, one cycle · images changed · 4 networks". */
export function recipeInWords(settings) {
  const { optimizer, schedule, labelSmoothing, augmentation, weightAveraging, validationShare, patience, keepBest, members } = settings;
  const words = [];
  if (optimizer && schedule) {
    words.push(`${OPTIMIZERS[optimizer.type] ?? optimizer.type}, ${SCHEDULES[schedule.type] ?? schedule.type}`);
  }

  const notable = [
    [augmentation, 'images changed'],
    [labelSmoothing, `labels smoothed by ${labelSmoothing}`],
    [weightAveraging, `weights averaged by ${weightAveraging}`],
    [validationShare, `${Number((100 * validationShare).toPrecision(3))} % held out`],
    [keepBest, 'best epoch kept'],
    [patience, `patience ${patience}`],
    [members > 1, `${members} networks`],
  ];
  return [...words, ...notable.filter(([is]) => is).map(([, text]) => text)].join(' · ');
}

function valueOf({ choices, isFlag }, answer) {
  return isFlag ? answer === 'true' : choices ? answer : Number(answer);
}

function place(request, [name, ...rest], value) {
  if (rest.length === 0) {
    request[name] = value;
  } else {
    request[name] ??= {};
    place(request[name], rest, value);
  }
}
