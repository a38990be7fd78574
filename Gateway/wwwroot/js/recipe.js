/**
 * What a run may override of its preset's recipe, as data.
 * @typedef {object} Field
 *   path: the request's field, dotted where it is nested; label, hint: for people;
 *   choices: value to text, makes it a choice; min, max, step: make it a number;
 *   when: shows the field only for these types of the field that it belongs to
 * @typedef {Record<string, string>} Answers what was filled in, by path; empty where nothing was
 */

const OPTIMIZERS = { sgd: 'SGD', adam: 'Adam', adamw: 'AdamW', adadelta: 'Adadelta' };
const SCHEDULES = { constant: 'constant', step: 'steps', cosine: 'cosine', one_cycle: 'one cycle' };
const YES_NO = { true: 'yes', false: 'no' };

/** What images are changed by when that is switched on over a preset that leaves them alone. */
const USUAL_CHANGES = { shift: 1.5, rotation: 10, scale: 0.1, shear: 0.1, elastic: 1, stroke: 0, erase: 0 };

/** @type {{title: string, fields: Field[]}[]} */
export const GROUPS = [
  {
    title: 'Learning',
    fields: [
      { path: 'lr', label: 'Learning rate', min: 0.0000001, max: 1 },
      { path: 'batchSize', label: 'Batch size', min: 1, max: 4096, step: 1 },
      { path: 'optimizer.type', label: 'Optimizer', choices: OPTIMIZERS },
      { path: 'optimizer.momentum', label: 'Momentum', min: 0, max: 0.9999, when: ['sgd'] },
      { path: 'optimizer.weightDecay', label: 'Weight decay', min: 0, max: 1 },
      { path: 'schedule.type', label: 'Schedule', choices: SCHEDULES },
      { path: 'schedule.warmUp', label: 'Warm-up', min: 0, max: 0.99, hint: 'share of the run' },
      { path: 'schedule.stepEpochs', label: 'Step length', min: 1, max: 1000, step: 1, hint: 'epochs', when: ['step'] },
      { path: 'schedule.stepFactor', label: 'Step factor', min: 0.0001, max: 1, when: ['step'] },
      { path: 'schedule.final', label: 'Final rate', min: 0, max: 1, hint: 'share of the peak', when: ['step', 'cosine', 'one_cycle'] },
    ],
  },
  {
    title: 'Steadying',
    fields: [
      { path: 'labelSmoothing', label: 'Label smoothing', min: 0, max: 0.9999 },
      { path: 'weightAveraging', label: 'Weight averaging', min: 0, max: 0.999999, hint: '0 is off; often 0.999' },
    ],
  },
  {
    title: 'Augmentation',
    fields: [
      { path: 'augmentation.mode', label: 'Change images while training', choices: { off: 'off', on: 'on' } },
      { path: 'augmentation.shift', label: 'Shift', min: 0, max: 16, hint: 'pixels', when: ['on'] },
      { path: 'augmentation.rotation', label: 'Rotation', min: 0, max: 180, hint: 'degrees', when: ['on'] },
      { path: 'augmentation.scale', label: 'Scale', min: 0, max: 0.5, hint: 'share', when: ['on'] },
      { path: 'augmentation.shear', label: 'Shear', min: 0, max: 1, hint: 'share', when: ['on'] },
      { path: 'augmentation.elastic', label: 'Elastic', min: 0, max: 8, hint: 'pixels', when: ['on'] },
      { path: 'augmentation.stroke', label: 'Stroke width', min: 0, max: 1, hint: 'pixels', when: ['on'] },
      { path: 'augmentation.erase', label: 'Erasing', min: 0, max: 1, hint: 'share of images', when: ['on'] },
    ],
  },
  {
    title: 'Choosing',
    fields: [
      { path: 'validationShare', label: 'Held out', min: 0, max: 0.5, hint: 'share of the data' },
      { path: 'patience', label: 'Patience', min: 0, max: 1000, step: 1, hint: 'epochs; 0 is off' },
      { path: 'keepBest', label: 'Keep the best epoch', choices: YES_NO },
      { path: 'members', label: 'Networks', min: 1, max: 16, step: 1, hint: 'that answer together' },
    ],
  },
];

/** What the preset has for a field, as text; '' where the field would begin from a usual value instead. */
export function presetValue(path, settings, answers = {}) {
  const [owner, inner] = path.split('.');
  if (path === 'augmentation.mode') {
    return settings.augmentation ? 'on' : 'off';
  }

  const type = answers[`${owner}.type`];
  if (inner && inner !== 'type' && type && type !== settings[owner]?.type) {
    return '';
  }

  const from = owner === 'augmentation' ? settings.augmentation ?? USUAL_CHANGES : settings[owner];
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
 * @param {Answers} answers
 */
export function recipeRequest(answers, settings) {
  const request = {};
  for (const field of GROUPS.flatMap(({ fields }) => fields)) {
    const answer = answers[field.path] ?? '';
    if (answer === '' || !isShown(field, settings, answers)) {
      continue;
    }

    if (field.path === 'augmentation.mode') {
      request.augmentation = answer === 'off' ? { off: true } : { ...(settings.augmentation ? {} : USUAL_CHANGES) };
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

function valueOf({ choices, path }, answer) {
  return choices ? (path === 'keepBest' ? answer === 'true' : answer) : Number(answer);
}

function place(request, [name, ...rest], value) {
  if (rest.length === 0) {
    request[name] = value;
  } else {
    request[name] ??= {};
    place(request[name], rest, value);
  }
}
