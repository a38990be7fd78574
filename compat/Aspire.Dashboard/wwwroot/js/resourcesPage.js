import { part, post } from './api.js';
import { button, el, reconcile } from './dom.js';
import { clock } from './format.js';
import { showResource } from './resourceDetails.js';
import { drawGraph } from './resourceGraph.js';
import { DetailsPane } from './detailsPane.js';

/** All resources with their state and commands, as a table or as a graph. */
export class ResourcesPage {
  title = 'Resources';
  element;
  #context;
  #pane;
  #body = el('div', { class: 'body' });
  #views;
  #view = 'table';
  #rows = new Map();
  #tableBody = el('tbody', { 'data-testid': 'resources' });
  #table;
  #selected = '';
  #shown = '';
  #running = new Set();

  constructor(context) {
    this.#context = context;
    this.#pane = new DetailsPane(() => this.#select(''));
    this.#table = el('table', { class: 'list cards' },
      el('thead', {}, el('tr', {}, ...['Name', 'State', 'Start time', 'Source', 'URLs', 'Actions'].map((name) => el('th', { scope: 'col' }, name)))),
      this.#tableBody);
    this.#views = el('div', { class: 'segments', role: 'group', 'aria-label': 'View' },
      ...['Table', 'Graph'].map((name) => button(name, () => this.#show(name.toLowerCase()))));
    this.element = el('div', { class: 'page' },
      el('div', { class: 'head' }, el('h1', {}, 'Resources'), this.#views),
      el('div', { class: 'metrics' }, this.#body, this.#pane.element));
    this.#context.live.addEventListener('resources', () => this.#render());
  }

  enter(_, query) {
    this.#view = query.get('view') === 'graph' ? 'graph' : 'table';
    this.#selected = query.get('resource') ?? '';
    this.#render();
  }

  leave() {
    this.#pane.close();
  }

  #show(view) {
    this.#view = view;
    this.#context.router.replaceQuery({ view: view === 'graph' ? view : '' });
    this.#render();
  }

  #render() {
    const { connection } = this.#context.live.resources;
    const resources = this.#context.live.resources.resources.filter((resource) => !resource.isHidden);
    [...this.#views.children].forEach((each) => each.setAttribute('aria-pressed', String(each.textContent.toLowerCase() === this.#view)));
    if (resources.length === 0) {
      this.#body.replaceChildren(el('p', { class: 'empty' }, emptyText(connection)));
    } else if (this.#view === 'graph') {
      this.#body.replaceChildren(drawGraph(resources, (name) => this.#open(name)));
    } else {
      reconcile(this.#body, [this.#table]);
      reconcile(this.#tableBody, resources.map((resource) => this.#row(resource, resources)));
    }

    // The pane keeps focus and scroll as long as nothing that it shows has changed.
    const open = this.#selected && find(resources, this.#selected);
    if (open && JSON.stringify(open) !== this.#shown) {
      this.#open(open.name);
    }
  }

  // A row is made anew only when something of it has changed, so that focus stays where it is.
  #row(resource, all) {
    const key = JSON.stringify([resource, this.#selected === resource.name, [...this.#running].filter((each) => each.startsWith(`${resource.name} `))]);
    const known = this.#rows.get(resource.name);
    if (known?.key === key) {
      return known.row;
    }

    const shown = shownName(resource, all);
    const row = el('tr', { 'aria-selected': String(this.#selected === resource.name), 'data-resource': resource.displayName },
      el('td', { class: 'name-cell' }, button(shown, () => this.#open(resource.name), { class: 'row-button' }), el('div', { class: 'hint' }, resource.type)),
      el('td', { class: 'whole' }, stateOf(resource)),
      el('td', { class: 'narrow' }, resource.started ? clock(resource.started) : ''),
      el('td', { class: 'whole', title: resource.source?.full }, resource.source?.text ?? ''),
      el('td', { class: 'whole' }, urlList(resource.urls.filter((url) => !url.isInternal))),
      el('td', {}, this.#actions(resource, shown)));
    this.#rows.set(resource.name, { key, row });
    const focused = known?.row.contains(document.activeElement) ? document.activeElement.textContent : null;
    if (focused !== null) {
      queueMicrotask(() => [...row.querySelectorAll('button, a')].find((each) => each.textContent === focused && !each.disabled)?.focus());
    }

    return row;
  }

  #actions(resource, shown) {
    return el('div', { class: 'actions' },
      ...resource.commands.map((command) => {
        const isRunning = this.#running.has(`${resource.name} ${command.name}`);
        return button(isRunning ? `${command.text} …` : command.text, () => this.#execute(resource, command, shown), {
          disabled: isRunning || !command.isEnabled, title: command.description, 'aria-label': `${command.text} ${shown}`,
        });
      }),
      el('a', { class: 'button', href: `/consolelogs/resource/${part(resource.name)}`, 'aria-label': `Console of ${shown}` }, 'Console'));
  }

  async #execute(resource, command, shown) {
    if (command.confirmation && !confirm(command.confirmation)) {
      return;
    }

    const key = `${resource.name} ${command.name}`;
    this.#running.add(key);
    this.#render();
    try {
      const { result, message } = await post(`resources/${part(resource.name)}/commands/${part(command.name)}`);
      const isDone = result === 'Succeeded';
      this.#context.toast(`${shown}: “${command.text}” ${isDone ? 'is done.' : `has failed. ${message ?? ''}`}`, !isDone);
    } catch (error) {
      this.#context.toast(`${shown}: “${command.text}” has failed. ${error.message}`, true);
    } finally {
      this.#running.delete(key);
      this.#render();
    }
  }

  async #open(name) {
    const { resources } = this.#context.live.resources;
    const resource = find(resources, name);
    if (!resource) {
      return;
    }

    this.#shown = JSON.stringify(resource);
    this.#select(resource.name);
    await showResource(this.#pane, resource, shownName(resource, resources), () => this.#selected === resource.name, stateOf, urlList);
  }

  #select(name) {
    if (this.#selected !== name) {
      this.#selected = name;
      this.#shown = name ? this.#shown : '';
      this.#render();
    }
  }
}

/** The name; with that of the process if there are several of one name. */
export function shownName(resource, all) {
  return all.some((each) => each !== resource && each.displayName === resource.displayName) ? resource.name : resource.displayName;
}

// By the name of the process, or else by that in the model, of which links know only that.
function find(resources, name) {
  return resources.find((each) => each.name === name) ?? resources.find((each) => each.displayName === name);
}

function stateOf(resource) {
  const { state, health, exitCode } = resource;
  const text = health && health !== 'Healthy' ? `${state} (${health})` : exitCode !== null && exitCode !== undefined && resource.stopped ? `${state} (exit code ${exitCode})` : state ?? 'Unknown';
  const failed = exitCode !== null && exitCode !== undefined && exitCode !== 0 && resource.stopped;
  const style = health === 'Unhealthy' || health === 'Degraded' ? 'warning' : failed ? 'error' : resource.style ?? (state === 'Running' ? 'success' : '');
  return el('span', { class: `state ${style}` }, text);
}

function urlList(urls) {
  return el('ul', { class: 'urls' }, ...urls.map((url) => {
    const text = url.text || url.url;
    return el('li', {}, url.isInactive || !/^https?:/i.test(url.url)
      ? el('span', { class: 'inactive', title: url.url }, text)
      : el('a', { href: url.url, target: '_blank', rel: 'noreferrer', title: url.url }, text));
  }));
}

function emptyText(connection) {
  return connection === 'None' ? 'No application host is connected: this dashboard only shows telemetry.'
    : connection === 'Connected' ? 'The application has no resources.'
      : 'Waiting for the application host …';
}
