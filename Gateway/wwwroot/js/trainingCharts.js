import { accuracyAxis, lossAxis } from './chartAxes.js';
import { smooth } from './chartScales.js';
import { loss, percent } from './format.js';
import { LineChart } from './lineChart.js';

const LEGEND = [
  { name: 'batches', kind: 'batch', marked: false },
  { name: 'train', kind: 'train', marked: true },
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
    const end = Math.max(1, state.run.settings?.epochs ?? 1);
    this.#loss.render(series(state, 'loss', 'trainLoss', 'testLoss'), end, inWords('Loss', state, 'loss', 'testLoss', loss));
    this.#accuracy.render(
      series(state, 'accuracy', 'trainAccuracy', 'testAccuracy'), end, inWords('Accuracy', state, 'accuracy', 'testAccuracy', percent));
  }
}

function series({ batches, epochs }, ofBatch, ofTrain, ofTest) {
  const byEpoch = (key) => epochs.map((epoch) => ({ x: epoch.epoch, y: epoch[key] })).filter(({ y }) => Number.isFinite(y));
  const reports = batches.map((batch) => ({ x: batch.x, y: batch[ofBatch] })).filter(({ y }) => Number.isFinite(y));
  return [
    { ...LEGEND[0], points: smooth(reports, Math.ceil(reports.length / REPORTS_A_REACH)) },
    { ...LEGEND[1], points: byEpoch(ofTrain) },
    { ...LEGEND[2], points: byEpoch(ofTest) },
  ];
}

function inWords(title, { batches, epochs }, ofBatch, ofTest, format) {
  if (batches.length === 0 && epochs.length === 0) {
    return `${title}: nothing yet.`;
  }

  const first = batches.length ? ` It began at ${format(batches[0][ofBatch])} and is at ${format(batches.at(-1)[ofBatch])}.` : '';
  const tested = epochs.at(-1)?.[ofTest];
  const last = Number.isFinite(tested) ? ` On the test part after epoch ${epochs.length}: ${format(tested)}.` : '';
  return `${title} over the epochs.${first}${last}`;
}
