'use strict';
// The live page. Everything from outside is put in as text, never as markup.
const $ = id => document.getElementById(id);
const view = { width: 900, scheme: 'light', pictures: 'on' };
// `asked` and `opened` count requests, so that only the newest answer is shown; `listed` is the edition of the rows.
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
async function showPeople(more = false, kept = 0) {
  const ticket = ++asked;
  const start = more ? rows.length : 0;
  const found = await ask('people', { words: $('words').value, among: $('among').value, start, count: kept });
  if (ticket !== asked) return;
  // Rows of two editions do not go together: somebody would be missing, or stand twice.
  if (more && found.version !== listed) return showPeople(false, rows.length);
  listed = found.version;
  const first = more ? rows.length : 0;
  rows = more ? rows.concat(found.rows) : found.rows;
  total = found.total;
  const still = state && state.counting && $('among').value === 'shapes' ? ' so far' : '';
  $('found').textContent = `${count(total)} ${total === 1 ? 'contact' : 'contacts'}${still}`;
  const items = found.rows.map((row, index) => {
    const item = make('li');
    item.id = `row-${first + index}`;
    item.setAttribute('role', 'option');
    item.append(make('b', row.name), make('small', row.about));
    item.addEventListener('click', () => choose(first + index));
    return item;
  });
  // More is added below what is there: a row that somebody is about to click must not be another one.
  if (more) $('list').append(...items); else put('list', ...items);
  mark();
}
const place = () => rows.findIndex(row => row.address === address);
function mark() {
  const here = place();
  $('list').querySelectorAll('[role=option]').forEach((item, index) =>
    item.setAttribute('aria-selected', String(index === here)));
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
  const wanted = here < 0 ? 0 : Math.min(Math.max(here + by, 0), total - 1);
  if (wanted >= rows.length && rows.length < total) await showPeople(true);
  if (wanted >= 0 && wanted < rows.length) await choose(wanted);
}
async function choose(index) {
  if (over) return;
  address = rows[index].address;
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
  if (!same) await Promise.all([showPeople(false, rows.length), showMail()]);
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
$('words').addEventListener('input', () => showPeople());
$('among').addEventListener('change', () => showPeople());
$('previous').addEventListener('click', () => step(-1));
$('next').addEventListener('click', () => step(1));
for (const id of ['words', 'list']) {
  $(id).addEventListener('keydown', event => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    }
  });
}
$('list').addEventListener('scroll', event => {
  const list = event.currentTarget;
  const near = list.scrollTop + list.clientHeight > list.scrollHeight - 400;
  if (near && rows.length < total && rows.length === list.childElementCount) showPeople(true);
});
// A small screen shows a mail as a small screen does.
if (window.innerWidth < 720) {
  view.width = 390;
  document.querySelector('#width input[value="390"]').checked = true;
}
refresh(false).catch(() => {}).then(listen);
