import { get, part } from './api.js';
import { facts, section } from './detailsPane.js';
import { button, el } from './dom.js';
import { clock } from './format.js';

const MASK = '●●●●●●●●';
const revealed = new Set();

/** Shows a resource in the pane: its facts at once, environment and health reports when they have come. */
export async function showResource(pane, resource, title, isCurrent, stateOf, urlList) {
  const draw = (details) => pane.show(title, [
    section('Resource', facts([
      ['State', stateOf(resource)],
      ['Health', resource.health],
      ['Type', resource.type],
      ['Start time', resource.started ? clock(resource.started) : ''],
      ['Stop time', resource.stopped ? clock(resource.stopped) : ''],
      ['Exit code', resource.exitCode],
      ...(details?.properties ?? []).map(({ name, value, isSensitive }) => [name, isSensitive ? secret(`${resource.name} property ${name}`, value, name) : value]),
    ])),
    section('URLs', facts(resource.urls.map((url) => [url.endpoint || 'url', urlList([url])]))),
    section('Look at', el('div', { class: 'actions' },
      el('a', { class: 'button', href: `/consolelogs/resource/${part(resource.name)}` }, 'Console'),
      ...[['structuredlogs', 'Structured'], ['traces', 'Traces'], ['metrics', 'Metrics']]
        .map(([page, text]) => el('a', { class: 'button', href: `/${page}/resource/${part(resource.displayName)}` }, text)))),
    ...(details ? [
      section('Environment', environment(resource, details, () => draw(details))),
      section('Health checks', reports(details)),
      section('Relationships', facts(resource.relationships.map(({ to, type }) => [type, el('a', { href: `/?resource=${part(to)}` }, to)]))),
      ...(details.volumes.length ? [section('Volumes', facts(details.volumes.map((volume) => [volume.target, `${volume.source} (${volume.mountType}${volume.isReadOnly ? ', read-only' : ''})`])))] : []),
    ] : []),
  ]);

  if (!pane.isOpen) {
    draw(null);
  }

  const scroll = pane.element.scrollTop;
  const details = await get(`resources/${part(resource.name)}`).catch(() => null);
  if (isCurrent()) {
    draw(details);
    pane.element.scrollTop = scroll;
  }
}

function environment(resource, { environment: variables }, redraw) {
  const keys = variables.map(({ name }) => `${resource.name} ${name}`);
  const isOpen = keys.length > 0 && keys.every((key) => revealed.has(key));
  const all = button(isOpen ? 'Mask all values' : 'Show all values', () => {
    keys.forEach((key) => (isOpen ? revealed.delete(key) : revealed.add(key)));
    redraw();
  });
  const model = variables.filter((variable) => variable.isFromSpec);
  const inherited = variables.filter((variable) => !variable.isFromSpec);
  const table = (list) => facts(list.map(({ name, value }) => [name, secret(`${resource.name} ${name}`, value ?? '', name)]));
  return el('div', {}, ...(variables.length ? [all] : []), table(model),
    ...(inherited.length ? [el('h3', {}, 'Inherited'), table(inherited)] : []));
}

function secret(key, value, name) {
  const text = el('span', { class: 'mono' });
  const control = button('', () => {
    if (!revealed.delete(key)) {
      revealed.add(key);
    }

    show();
  });
  const show = () => {
    const isOpen = revealed.has(key);
    text.textContent = isOpen ? value || '(empty)' : MASK;
    control.textContent = isOpen ? 'Mask' : 'Show';
    control.setAttribute('aria-label', `${isOpen ? 'Mask' : 'Show'} the value of ${name}`);
  };
  show();
  return el('span', {}, text, ' ', control);
}

function reports({ healthReports }) {
  return facts(healthReports.map((report) => [report.key, el('div', {},
    el('span', { class: `state ${report.status === 'Healthy' ? 'success' : report.status ? 'warning' : ''}` }, report.status ?? 'Not yet checked'),
    ...(report.lastRun ? [el('span', { class: 'hint' }, ` at ${clock(report.lastRun)}`)] : []),
    ...[report.description, report.exception].filter(Boolean).map((text) => el('div', { class: 'mono' }, text)))]));
}
