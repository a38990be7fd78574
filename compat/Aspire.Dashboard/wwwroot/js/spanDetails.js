import { attributeFacts, facts, section } from './detailsPane.js';
import { el } from './dom.js';
import { clock, duration } from './format.js';

/** What the pane shows of a span. */
export function spanSections(span, { logs }, trace) {
  const failed = span.status === 'Error';
  return [
    section('Span', facts([
      ['Resource', span.resource],
      ['Status', failed ? el('span', { class: 'state error' }, `Error${span.statusMessage ? `: ${span.statusMessage}` : ''}`) : span.status],
      ['Duration', duration(span.duration)],
      ['Start', `${clock(span.time)}, ${duration(span.start)} after the first`],
      ['Kind', span.kind],
      ['Source', span.source],
      ['Span id', span.id],
      ['Parent id', span.parent ? el('a', { href: `/traces/detail/${trace}?span=${span.parent}` }, span.parent) : ''],
    ])),
    section('Attributes', attributeFacts(span.attributes)),
    ...(span.events.length ? [section(`Events (${span.events.length})`, el('div', {}, ...span.events.map(eventView)))] : []),
    ...(span.links.length ? [section(`Links (${span.links.length})`, el('div', {}, ...span.links.map(linkView)))] : []),
    section(`Logs (${logs.length})`, logs.length ? el('div', {},
      facts(logs.map((log) => [clock(log.time), el('span', {}, el('span', { class: `level ${log.level}` }, log.level), ' ', log.message)])),
      el('a', { href: `/structuredlogs?trace=${trace}&span=${span.id}` }, 'See them in Structured')) : facts([])),
    section(`Resource: ${span.resource}`, attributeFacts(span.sender), false),
  ];
}

function eventView(event) {
  const { 'exception.stacktrace': stack, ...attributes } = event.attributes;
  return el('div', { class: 'event' }, el('strong', {}, event.name || '(no name)'), el('span', { class: 'hint' }, `${event.at < 0 ? '−' : ''}${duration(Math.abs(event.at))} after its start`),
    attributeFacts(attributes), ...(stack ? [el('div', { class: 'stack mono', tabindex: '0', role: 'region', 'aria-label': 'Stack trace' }, stack)] : []));
}

function linkView(link) {
  const text = `${link.trace.slice(0, 8)} / ${link.span.slice(0, 8)}`;
  return el('div', { class: 'event' },
    link.isKept ? el('a', { href: `/traces/detail/${link.trace}?span=${link.span}` }, text) : el('span', { class: 'hint' }, `${text} (not kept)`),
    ...(Object.keys(link.attributes).length ? [attributeFacts(link.attributes)] : []));
}
