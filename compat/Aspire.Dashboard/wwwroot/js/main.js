import { ConsolePage } from './consolePage.js';
import { el } from './dom.js';
import { Live } from './live.js';
import { LogsPage } from './logsPage.js';
import { MetricsPage } from './metricsPage.js';
import { ResourcesPage } from './resourcesPage.js';
import { Router } from './router.js';
import { TracePage } from './tracePage.js';
import { TracesPage } from './tracesPage.js';

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const live = new Live();
const missing = {
  title: 'Not found',
  element: el('div', { class: 'page' }, el('p', { class: 'empty' }, 'There is no such page.')),
  enter() {},
  leave() {},
};

const context = { live, toast, router: null };
const router = new Router({
  resources: new ResourcesPage(context),
  console: new ConsolePage(context),
  logs: new LogsPage(context),
  traces: new TracesPage(context),
  trace: new TracePage(context),
  metrics: new MetricsPage(context),
}, document.getElementById('view'), missing);
context.router = router;

let toastTimer = 0;
let isAnswering = true;

/** Says something in a corner for a while. */
function toast(text, isBad = false) {
  const box = part('toast');
  box.textContent = text;
  box.classList.toggle('bad', isBad);
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, isBad ? 10_000 : 4_000);
}

function showOutage() {
  const box = part('outage');
  const { connection } = live.resources;
  box.textContent = !isAnswering ? 'The dashboard does not answer. What is shown may be out of date; it tries to connect again.'
    : connection === 'Lost' ? 'The connection to the application host is lost. Resources are shown as they last were.'
      : '';
  box.hidden = box.textContent === '';
}

live.addEventListener('state', ({ detail }) => {
  isAnswering = detail;
  showOutage();
});
live.addEventListener('resources', ({ detail }) => {
  const name = part('application');
  if (name.textContent !== detail.application) {
    document.title = document.title.replace(name.textContent, detail.application);
    name.textContent = detail.application;
  }

  showOutage();
});
router.show();
live.start();
