import { accuracyAxis, lossAxis } from './chartAxes.js';
import { smooth } from './chartScales.js';
import { loss, percent } from './format.js';
import { LineChart } from './lineChart.js';
import { memberOf } from './runState.js';

const LEGEND = [
  { name: 'batches', kind: 'batch', marked: false },
  { name: 'train', kind: 'train', marked: true },
  { name: 'validation', kind: 'validation', marked: true },
  { name: 'test', kind: 'test', marked: true },
];

// The more reports there are, the more of them make one calm point.
const REPORTS_A_REACH = 120;

/** The curves of a run: loss and accuracy over its epochs. */
export class TrainingCharts {
  #loss = new LineChart({ title: 'Loss', fitAxis: lossAxis, legend: LEGEND });
  #accuracy = new LineChart({ title: 'Accuracy', fitAxis: accuracyAxis, legend: LEGEND });

  /** @param {HTMLElement} lossHost @param {HTMLElement} accuracyHost */
  constructor(lossHost, accuracyHost) {
    lossHost.append(this.#loss.element);
    accuracyHost.append(this.#accuracy.element);
  }

  /** @param {import('./runState.js').RunState} state */
  render(state) {
    const { epochs, members } = state.run.settings ?? {};
    const networks = state.run.labelCheck?.folds || members || 1;
    const end = Math.max(1, (epochs ?? 1) * networks);
    this.#loss.render(series(state, 'loss', 'Loss'), end, inWords('Loss', state, 'loss', loss));
    this.#accuracy.render(series(state, 'accuracy', 'Accuracy'), end, inWords('Accuracy', state, 'accuracy', percent));
  }
}

/** The lines of one measure; a point's part is its network, and lines do not run on from one network to the next. */
function series(state, ofBatch, ofPart) {
  const byEpoch = (name) => state.epochs
    .map((epoch) => ({ x: state.place(epoch), y: epoch[`${name}${ofPart}`], part: memberOf(epoch) })).filter(({ y }) => Number.isFinite(y));
  const reports = state.batches.map(({ x, member, [ofBatch]: y }) => ({ x, y, part: member })).filter(({ y }) => Number.isFinite(y));
  const reach = Math.ceil(reports.length / REPORTS_A_REACH);
  const calm = [...new Set(reports.map(({ part }) => part))].flatMap((part) =>
    smooth(reports.filter((report) => report.part === part), reach).map((point) => ({ ...point, part })));
  return LEGEND.map((line) => ({ ...line, points: line.kind === 'batch' ? calm : byEpoch(line.kind) }));
}

function inWords(title, { batches, epochs }, ofBatch, format) {
  if (batches.length === 0 && epochs.length === 0) {
    return `${title}: nothing yet.`;
  }

  const first = batches.length ? ` It began at ${format(batches[0][ofBatch])} and is at ${format(batches.at(-1)[ofBatch])}.` : '';
  const last = ['validation', 'test'].map((name) => {
    const value = epochs.at(-1)?.[`${name}${title}`];
    return Number.isFinite(value) ? ` On the ${name} part after epoch ${epochs.length}: ${format(value)}.` : '';
  });
  return `${title} over the epochs.${first}${last.join('')}`;
}
