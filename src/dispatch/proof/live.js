'use strict';
// The live page. Everything from outside is put in as text, never as markup.
const $ = id => document.getElementById(id);
const view = { width: 900, scheme: 'light', pictures: 'on' };
// The rows of the list are a stretch of all who are found, from number `base` on.
// `asked` and `opened` count requests, so that only the newest answer is shown; `listed` is the edition of the rows.
const STRETCH = 200;
let base = 0;
let state = null, rows = [], total = 0, address = '', asked = 0, opened = 0, listed = 0, shown = 0, again = 0;
// Whose mail stands in the frame; and whether nobody answers any more.
let inView = '', over = false;

const ask = async (name, values = {}) => {
  const answer = await fetch(`${name}?${new URLSearchParams(values)}`).catch(error => {
    if (state) end(true);
    throw error;
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};
const make = (name, text = '', kind = '') => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
const put = (id, ...children) => $(id).replaceChildren(...children);
const terms = (id, pairs) => put(id, ...pairs.map(([name, value]) => {
  const row = make('div');
  const told = make('dd');
  // Words in backticks are a command; all others are text.
  told.append(...value.split('`').map((part, index) => index % 2 ? make('code', part) : part));
  row.append(make('dt', name), told);
  return row;
}));
const count = number => number.toLocaleString('en');
const kilobytes = octets => `${(octets / 1000).toFixed(1)} kB`;

// The state: headline, trouble, findings, audience.
async function showState() {
  const found = await ask('state');
  // Of two answers on their way the older one may come last.
  if (state && found.version < state.version) return;
  state = found;
  document.title = `Proof: ${state.headline}`;
  $('kind').textContent = state.mailing ? 'Frozen: this is what goes out' : 'Live proof';
  $('headline').textContent = state.headline;
  // A mailing's texts are frozen; who has it by now and who signed it off may change while the page is open.
  $('made').textContent = state.mailing ? `as it stood at ${state.made}; start the page again for later` :
    `${state.trouble ? 'last good one ' : ''}made ${state.made}`;
  $('summary').textContent = `${state.mailing || state.file} · theme ${state.theme} · ${different()}`;
  put('verdict', ...verdict());
  $('trouble').hidden = !state.trouble;
  $('trouble-message').textContent = state.trouble ? state.trouble.message : '';
  $('trouble-fix').textContent = state.trouble ? state.trouble.fix : '';
  $('stale').hidden = !state.trouble;
  $('stale').textContent = state.trouble ? `Not what is saved now: the last mail that could be made, at ${state.made}.` : '';
  const said = allFindings();
  put('findings', said.length ? findingList(said) : make('p', 'Nothing to mend.', 'none'));
  put('audience', ...audience());
  $('findings-title').textContent = said.length ? `Findings: ${count(said.length)}` : 'Findings';
  terms('about', state.about);
}
function different() {
  if (state.counting) return 'counting different mails…';
  return state.shapes === 1 ? 'one mail for all' : `${count(state.shapes)} different mails`;
}
// What stops every mail is an error, too, and the first.
function allFindings() {
  return state.trouble ? [{ code: '', severity: 'error', ...state.trouble }, ...state.findings] : state.findings;
}
function verdict() {
  const said = allFindings();
  const weigh = severity => said.filter(finding => finding.severity === severity).length;
  const tell = (number, word, kind) => {
    const item = make('li', '', kind);
    item.append(make('b', count(number)), ` ${word}`);
    return item;
  };
  const errors = weigh('error'), warnings = weigh('warning');
  const readers = state.versions ? `would get it: ${state.versions}` : 'would get it';
  const told = state.audience === null ? [] : [tell(state.audience, readers, 'people')];
  if (errors) told.push(tell(errors, errors === 1 ? 'error' : 'errors', 'error'));
  if (warnings) told.push(tell(warnings, warnings === 1 ? 'warning' : 'warnings', 'warning'));
  if (!errors && !warnings) told.push(make('li', 'nothing to mend', 'good'));
  return told;
}
function audience() {
  if (state.audience === null) return [make('p', 'No list was named: nobody would get it.', 'none')];
  const lines = [make('p', `${count(state.audience)} would get it`, 'big')];
  for (const [label, text] of [['', state.versions], ['', state.waves], ['', state.lists], ['', state.languages], ['Left out: ', state.left_out]]) {
    if (text) lines.push(make('p', label + text));
  }
  return lines;
}
function findingList(findings) {
  const list = make('ul', '', 'findings');
  for (const finding of findings) {
    const item = make('li', '', finding.severity), head = make('p');
    if (finding.code) head.append(make('b', finding.code), ' ');
    head.append(make('span', finding.severity), ' ');
    if (finding.file) {
      const place = make('button', finding.place, 'place');
      place.type = 'button';
      place.addEventListener('click', () => showSource(finding.file, finding.line || 0));
      head.append(place);
    }
    item.append(head, make('p', finding.message));
    if (finding.fix) item.append(make('p', `Fix: ${finding.fix}`, 'fix'));
    list.append(item);
  }
  return list;
}

// A place in a source file.
async function showSource(file, line) {
  const found = await ask('source', { file, line });
  $('source-title').textContent = line ? `${found.file}, line ${line}` : found.file;
  put('lines', ...found.lines.map((text, index) => {
    const number = found.first + index;
    const row = make('span', '', number === line ? 'line here' : 'line');
    row.append(make('i', String(number)), `${text}\n`);
    return row;
  }));
  if (!found.lines.length) $('lines').textContent = 'This file has no lines to show; open it in its own program.';
  $('source').showModal();
  const here = document.querySelector('#lines .here');
  if (here) here.scrollIntoView({ block: 'center' });
}

// The picker.
// `side` adds rows 'below' or 'above' those that are there; `kept` is an address around which the stretch should lie.
async function showPeople({ start = 0, count: wanted = 0, side = '', kept = '' } = {}) {
  const ticket = ++asked;
  const from = side === 'below' ? base + rows.length : side === 'above' ? Math.max(base - STRETCH, 0) : start;
  const found = await ask('people', { words: $('words').value, among: $('among').value, start: from, count: wanted, kept });
  if (ticket !== asked) return null;
  // Rows of two editions do not go together: somebody would be missing, or stand twice.
  if (side && found.version !== listed) return showPeople({ start: base, count: rows.length });
  // Fewer are found than there were, and the stretch lies behind the last.
  if (!found.rows.length && found.total) return showPeople({ start: Math.max(found.total - STRETCH, 0) });
  const fresh = side === 'above' ? found.rows.slice(0, base - found.start) : found.rows;
  if (side === 'below') rows = rows.concat(fresh);
  else {
    rows = side === 'above' ? fresh.concat(rows) : fresh;
    base = found.start;
  }
  listed = found.version;
  total = found.total;
  const still = state && state.counting && $('among').value === 'shapes' ? ' so far' : '';
  $('found').textContent = `${count(total)} ${total === 1 ? 'contact' : 'contacts'}${still}`;
  placeRows(fresh.map((row, index) => option(row, found.start + index)), side);
  mark();
  return found;
}
function option(row, number) {
  const item = make('li');
  item.id = `row-${number}`;
  item.setAttribute('role', 'option');
  // Not all rows are in the list: which of how many it is must be said (WAI-ARIA, listbox).
  item.setAttribute('aria-posinset', String(number + 1));
  item.setAttribute('aria-setsize', String(total));
  item.append(make('b', row.name), make('small', row.about));
  item.addEventListener('click', () => choose(number));
  return item;
}
// More is added around what is there: a row that somebody is about to click must not be another one.
function placeRows(items, side) {
  const list = $('list'), height = list.scrollHeight;
  if (side === 'below') list.append(...items);
  else if (side === 'above') {
    list.prepend(...items);
    list.scrollTop += list.scrollHeight - height;
  } else list.replaceChildren(...items);
}
// Another search or filter: who was chosen stays so, or the first who is found is.
async function narrow() {
  const found = await showPeople({ kept: address });
  if (found && found.here < 0 && rows.length) await choose(base);
}
const place = () => {
  const index = rows.findIndex(row => row.address === address);
  return index < 0 ? -1 : base + index;
};
function mark() {
  const here = place();
  $('list').querySelectorAll('[role=option]').forEach((item, index) =>
    item.setAttribute('aria-selected', String(base + index === here)));
  for (const id of ['words', 'list']) {
    if (here < 0) $(id).removeAttribute('aria-activedescendant');
    else $(id).setAttribute('aria-activedescendant', `row-${here}`);
  }
  if (here >= 0) {
    const list = $('list'), item = $(`row-${here}`);
    const top = item.offsetTop - list.offsetTop;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + item.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = top + item.offsetHeight - list.clientHeight;
    }
  }
  $('previous').disabled = over || here === 0 || !rows.length;
  $('next').disabled = over || !rows.length || (here === total - 1);
}
async function step(by) {
  const here = place();
  await go(here < 0 ? base : Math.min(Math.max(here + by, 0), total - 1));
}
// Choose the person with this number, wherever the list stands.
async function go(wanted) {
  if (over || !total) return;
  const end = base + rows.length;
  if (wanted >= end && wanted < end + STRETCH) await showPeople({ side: 'below' });
  else if (wanted < base && wanted >= base - STRETCH) await showPeople({ side: 'above' });
  else if (wanted < base || wanted >= end) {
    await showPeople({ start: Math.max(Math.min(wanted - STRETCH / 2, total - STRETCH), 0) });
  }
  if (wanted >= base && wanted < base + rows.length) await choose(wanted);
}
async function choose(index) {
  if (over) return;
  address = rows[index - base].address;
  mark();
  const ticket = opened + 1;
  await showMail().catch(error => {
    // The mark stays with the mail in view; a state of files that makes no mail is followed by the next edition.
    if (ticket === opened) {
      address = inView;
      mark();
    }
    if (!over) console.warn(error);
  });
}

// One contact's mail.
async function showMail() {
  const ticket = ++opened;
  const mail = await ask('mail', { address });
  // Somebody else was chosen meanwhile: a late answer must not take the view back.
  if (ticket !== opened) return;
  address = inView = mail.address;
  $('mail-title').textContent = `The mail, as ${mail.whose} gets it`;
  terms('seen', mail.seen);
  terms('headers', mail.headers);
  $('text').textContent = mail.text;
  $('plain').textContent = mail.text;
  const meter = $('meter');
  meter.max = mail.clipped;
  meter.high = mail.clipped * 0.98;
  meter.low = mail.clipped * 0.78;
  meter.optimum = 0;
  meter.value = mail.html_size;
  $('size').textContent = `${kilobytes(mail.html_size)} of HTML (large services cut off beyond ${kilobytes(mail.clipped)}), ` +
    `${kilobytes(mail.size)} in all`;
  showFrame();
  mark();
}
function showFrame() {
  if (over) return;
  const values = new URLSearchParams({ address, scheme: view.scheme, pictures: view.pictures, version: state.version });
  // Replaced, not navigated: the browser's Back leaves the page instead of walking through contacts.
  $('frame').contentWindow.location.replace(`frame?${values}`);
}
function fit() {
  const frame = $('frame'), stage = $('stage');
  frame.hidden = view.width === 'text';
  $('plain').hidden = !frame.hidden;
  if (frame.hidden) {
    stage.style.height = 'auto';
    return;
  }
  const root = frame.contentDocument && frame.contentDocument.documentElement;
  const scale = Math.min(1, stage.clientWidth / view.width);
  frame.style.width = `${view.width}px`;
  frame.style.transform = `scale(${scale})`;
  if (root && frame.contentDocument.body) {
    frame.style.height = '0px';
    const height = Math.max(root.scrollHeight, 200);
    frame.style.height = `${height}px`;
    stage.style.height = `${Math.ceil(height * scale)}px`;
  }
}
function refit() {
  const place = window.scrollY;
  fit();
  window.scrollTo(window.scrollX, place);
}

// A new edition.
async function refresh(announce) {
  const before = state;
  await showState();
  const version = state.version;
  const same = before && before.trouble === null && state.trouble !== null;
  if (!same) await Promise.all([showPeople({ start: base, count: rows.length }), showMail()]);
  shown = Math.max(shown, version);
  if (announce && before && before.made !== state.made) {
    $('status').textContent = state.trouble ? 'Not updated' : `Updated ${state.made}`;
  }
  document.documentElement.dataset.version = String(state.version);
}

// A request may fail while files change under it: it is asked again until the newest edition stands here.
function follow() {
  clearTimeout(again);
  refresh(true).catch(() => { again = setTimeout(follow, 300); });
}
function listen() {
  const events = new EventSource('events');
  events.addEventListener('message', event => {
    if (Number(event.data) !== shown) follow();
  });
  events.addEventListener('error', () => end(true));
  events.addEventListener('open', () => {
    $('status').textContent = '';
    if (over) follow();
    end(false);
  });
}
// Nobody answers any more, or somebody does again: what needs an answer cannot be used meanwhile.
function end(ended) {
  over = ended;
  if (ended) $('status').textContent = '';
  $('ended').textContent = ended ? `dispatch preview has ended: this page stays as it was${state ? ` at ${state.made}` : ''} ` +
    'and follows nothing. Start it again for another page.' : '';
  $('ended').hidden = !ended;
  for (const id of ['words', 'among', 'scheme', 'pictures']) $(id).disabled = ended;
  document.querySelectorAll('.place').forEach(button => { button.disabled = ended; });
  mark();
}

for (const name of Object.keys(view)) {
  $(name).addEventListener('change', event => {
    view[name] = name === 'width' && event.target.value !== 'text' ? Number(event.target.value) : event.target.value;
    if (name === 'width') fit(); else showFrame();
  });
}
$('frame').addEventListener('load', refit);
new ResizeObserver(() => {
  // While a mail is still loading its height says nothing.
  if ($('frame').contentDocument && $('frame').contentDocument.readyState === 'complete') refit();
}).observe($('stage').parentElement);
$('words').addEventListener('input', narrow);
$('among').addEventListener('change', narrow);
$('previous').addEventListener('click', () => step(-1));
$('next').addEventListener('click', () => step(1));
for (const id of ['words', 'list']) {
  $(id).addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    // In the field Home and End belong to the words that are written there.
    const end = id === 'list' ? { Home: 0, End: total - 1 }[event.key] : undefined;
    if (by || end !== undefined) {
      event.preventDefault();
      if (by) step(by); else go(end);
    }
  });
}
$('list').addEventListener('scroll', event => {
  const list = event.currentTarget;
  const near = list.scrollTop + list.clientHeight > list.scrollHeight - 400;
  if (rows.length !== list.childElementCount) return;
  if (near && base + rows.length < total) showPeople({ side: 'below' });
  else if (list.scrollTop < 400 && base > 0) showPeople({ side: 'above' });
});
// A small screen shows a mail as a small screen does.
if (window.innerWidth < 720) {
  view.width = 390;
  document.querySelector('#width input[value="390"]').checked = true;
}
refresh(false).catch(() => {}).then(listen);
