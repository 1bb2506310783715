// Lists the images from the page's own data, filters and sorts them, and shows what runs each. What is chosen stands behind the # of the
// address, so that a view can be passed on. Text becomes text: nothing is ever taken for markup.
(() => {
  const fleet = JSON.parse(document.getElementById('fleet').textContent);
  const page = 100, shownWorkloads = 60;
  const section = document.getElementById('images');
  const theme = document.getElementById('theme');
  const root = document.documentElement;

  const make = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const count = (number, one) => `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;

  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const nameTheme = () => { theme.textContent = isDark() ? 'Light' : 'Dark'; };
  // A file may not be let to keep anything.
  const kept = { get: () => { try { return localStorage.getItem('archway-theme'); } catch { return null; } }, set: value => { try { localStorage.setItem('archway-theme', value); } catch { } } };
  if (['dark', 'light'].includes(kept.get())) root.dataset.theme = kept.get();
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; kept.set(root.dataset.theme); nameTheme(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
  nameTheme();
  theme.hidden = false;
  if (!section) return;

  const none = '(none)';
  const workloads = fleet.workloads.map(one => ({
    ...one,
    sourceName: fleet.sources[one.source].name,
    title: [one.namespace, one.kind, one.name].filter(part => part).join('/'),
    total: Object.values(one.pods ?? {}).reduce((sum, pods) => sum + pods, 0),
  }));
  const images = fleet.images.map((image, at) => ({ ...image, at, users: [] }));
  for (const workload of workloads) for (const at of workload.images) images[at].users.push(workload);
  const ranks = ['blocked', 'unknown', 'change', 'ready', 'verified'];
  const statuses = ['broken', 'blocked', 'missing', 'unknown', 'suspect', 'update', 'rebuild', 'ready'];
  for (const image of images) {
    image.rank = ranks.indexOf(image.standing) * 10 + statuses.indexOf(image.status);
    image.text = [image.name, image.status, image.because, ...image.advice, image.digest].join(' ').toLowerCase();
    for (const user of image.users) user.text ??= [user.title, user.sourceName, user.place, ...(user.owners ?? [])].join(' ').toLowerCase();
  }
  const hasPods = workloads.some(one => one.pods);

  const form = section.querySelector('.filter'), table = section.querySelector('.images'), body = table.tBodies[0];
  const boxes = [...form.elements].filter(box => box.name === 'standing');
  const filters = [
    { name: 'source', label: 'source', of: one => [one.sourceName] },
    { name: 'ns', label: 'namespace', of: one => [one.namespace ?? none] },
    { name: 'owner', label: 'owner', of: one => one.owners ?? [none] },
    { name: 'kind', label: 'kind', of: one => [one.kind] },
    { name: 'arch', label: 'architecture', of: one => Object.keys(one.pods ?? {}) },
  ];
  for (const filter of filters) {
    const values = [...new Set(workloads.flatMap(filter.of))].sort();
    filter.select = make('select');
    filter.select.name = filter.name;
    filter.select.setAttribute('aria-label', `Only one ${filter.label}`);
    filter.select.append(new Option(`any ${filter.label}`, ''), ...values.map(value => new Option(value, value)));
    if (values.length > 1) document.getElementById('selects').append(filter.select);
  }
  if (!hasPods) for (const cell of table.querySelectorAll('.pods')) cell.remove();

  let order = '', open = null, shown = [], limit = page;

  function fits(image, view) {
    if (view.standings.length && !view.standings.includes(image.standing)) return null;
    let users = image.users;
    for (const filter of filters) if (view[filter.name]) users = users.filter(one => filter.of(one).includes(view[filter.name]));
    if (users.length === 0 && filters.some(filter => view[filter.name])) return null;
    if (!view.words.length) return users;
    if (view.words.every(word => image.text.includes(word))) return users;
    users = users.filter(one => view.words.every(word => image.text.includes(word) || one.text.includes(word)));
    return users.length ? users : null;
  }

  function look() {
    const view = { words: form.q.value.toLowerCase().split(/\s+/).filter(word => word), standings: boxes.filter(box => box.checked).map(box => box.value) };
    for (const filter of filters) view[filter.name] = filter.select.value;
    shown = [];
    const seen = new Set();
    for (const image of images) {
      const users = fits(image, view);
      if (!users) continue;
      shown.push({ image, users, pods: users.reduce((sum, one) => sum + one.total, 0) });
      for (const user of users) seen.add(user);
    }
    const [key, isBackwards] = order.startsWith('-') ? [order.slice(1), true] : [order || 'status', false];
    const keys = { status: one => one.image.rank, image: one => one.image.name, workloads: one => -one.users.length, pods: one => -one.pods };
    const keyOf = keys[key] ?? keys.status;
    // Numbers begin with the largest; equal ones stand by their names.
    shown.sort((one, other) => {
      const [a, b] = [keyOf(one), keyOf(other)];
      const by = a < b ? -1 : a > b ? 1 : 0;
      return by !== 0 ? (isBackwards ? -by : by) : one.image.name < other.image.name ? -1 : one.image.name > other.image.name ? 1 : 0;
    });
    for (const head of table.querySelectorAll('th[data-sort]')) {
      if (head.dataset.sort !== key) { head.removeAttribute('aria-sort'); continue; }
      const isDown = (key === 'workloads' || key === 'pods') !== isBackwards;
      head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
    }
    form.querySelector('output').value = shown.length === 0 ? 'no image is like that'
      : shown.length === images.length ? `${count(images.length, 'image')}, ${count(seen.size, 'workload')}`
      : `${shown.length.toLocaleString('en')} of ${count(images.length, 'image')}, ${count(seen.size, 'workload')}`;
    limit = page;
    body.replaceChildren();
    draw();
  }

  function draw() {
    const at = body.querySelectorAll('tr.row').length;
    const rows = document.createDocumentFragment();
    for (const one of shown.slice(at, limit)) addRow(rows, one);
    body.append(rows);
    section.querySelector('.more').hidden = shown.length <= limit;
    section.querySelector('#more').textContent = `Show ${Math.min(page, shown.length - limit)} more of ${(shown.length - limit).toLocaleString('en')}`;
  }

  function addRow(rows, one) {
    const { image } = one;
    const row = make('tr', undefined, 'row');
    row.dataset.image = image.name;
    const status = make('td'), name = make('td'), why = make('td');
    status.append(make('span', image.status + (image.standing === 'verified' ? ' (verified)' : ''), `status ${image.standing}`));
    const button = make('button', image.name, 'drill');
    button.type = 'button';
    button.setAttribute('aria-expanded', String(open === image.name));
    button.addEventListener('click', () => {
      const next = row.nextElementSibling;
      const isOpen = next?.classList.contains('detail');
      for (const other of body.querySelectorAll('tr.detail')) other.remove();
      for (const other of body.querySelectorAll('.drill[aria-expanded="true"]')) other.setAttribute('aria-expanded', 'false');
      open = isOpen ? null : image.name;
      if (!isOpen) row.after(detail(one));
      button.setAttribute('aria-expanded', String(!isOpen));
      write();
    });
    name.append(button);
    const uses = make('td', one.users.length.toLocaleString('en'), 'number');
    uses.dataset.unit = one.users.length === 1 ? 'workload' : 'workloads';
    row.append(status, name, uses);
    if (hasPods) {
      const pods = make('td', one.pods.toLocaleString('en'), 'number');
      pods.dataset.unit = one.pods === 1 ? 'pod' : 'pods';
      row.append(pods);
    }
    why.append(make('p', image.because), ...image.advice.map(advice => make('p', advice, 'advice')));
    row.append(why);
    rows.append(row);
    if (open === image.name) rows.append(detail(one));
  }

  function detail({ image, users }) {
    const row = make('tr', undefined, 'detail'), cell = make('td'), facts = make('dl'), list = make('ul', undefined, 'who');
    cell.colSpan = hasPods ? 5 : 4;
    const fact = (name, value) => { if (value) facts.append(make('dt', name), make('dd', value)); };
    fact('platforms', image.platforms.join(', '));
    fact('digest', image.digest);
    fact('content', image.verification === 'none' ? 'not read' : image.verification);
    fact('elsewhere', (image.opinions ?? []).join('; '));
    const more = start => {
      for (const user of users.slice(start, start + shownWorkloads)) {
        const item = make('li');
        const dot = make('span', undefined, `dot ${user.standing}`);
        dot.title = user.standing;
        const tells = [fleet.sources.length > 1 ? user.sourceName : null, user.place, (user.owners ?? []).join(', '), user.state,
          user.pods ? Object.entries(user.pods).map(([architecture, pods]) => `${count(pods, 'pod')} on ${architecture}`).join(', ') : null].filter(tell => tell);
        item.append(dot, make('code', user.title), make('small', tells.length ? ` ${tells.join(' · ')}` : ''), make('span', ` ${user.standing}`, 'unseen'));
        list.append(item);
      }
      if (users.length > start + shownWorkloads) {
        const item = make('li'), button = make('button', `Show more of ${users.length - start - shownWorkloads}`);
        button.type = 'button';
        button.addEventListener('click', () => { item.remove(); more(start + shownWorkloads); });
        item.append(button);
        list.append(item);
      }
    };
    more(0);
    cell.append(facts, make('p', users.length ? `Run by ${count(users.length, 'workload')}:` : 'Nothing runs it now.', 'note'), list);
    row.append(cell);
    return row;
  }

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const names = ['q', 'standing', 'sort', 'image', ...filters.map(filter => filter.name)];
    form.q.value = asked.get('q') ?? '';
    const standings = (asked.get('standing') ?? '').split(',');
    for (const box of boxes) box.checked = standings.includes(box.value);
    for (const filter of filters) {
      filter.select.value = asked.get(filter.name) ?? '';
      if (filter.select.selectedIndex < 0) filter.select.value = '';
    }
    order = asked.get('sort') ?? '';
    open = asked.get('image');
    look();
    const wanted = open === null ? -1 : shown.findIndex(one => one.image.name === open);
    if (wanted >= limit) { limit = Math.ceil((wanted + 1) / page) * page; draw(); }
    if (wanted >= 0) [...body.querySelectorAll('tr.row')][wanted].scrollIntoView({ block: 'center' });
    else if (names.some(name => asked.has(name))) section.scrollIntoView();
  }

  function write() {
    const view = new URLSearchParams();
    if (form.q.value) view.set('q', form.q.value);
    const standings = boxes.filter(box => box.checked).map(box => box.value);
    if (standings.length) view.set('standing', standings.join(','));
    for (const filter of filters) if (filter.select.value) view.set(filter.name, filter.select.value);
    if (order) view.set('sort', order);
    if (open) view.set('image', open);
    history.replaceState(null, '', view.toString() ? '#' + view : location.pathname + location.search);
  }

  for (const head of table.querySelectorAll('th[data-sort]')) {
    const button = make('button', head.textContent);
    button.type = 'button';
    button.addEventListener('click', () => {
      order = (order || 'status') === head.dataset.sort ? '-' + head.dataset.sort : head.dataset.sort;
      look();
      write();
    });
    head.replaceChildren(button);
  }
  section.querySelector('#more').addEventListener('click', () => { limit += page; draw(); });
  section.querySelector('#clear').addEventListener('click', () => { history.replaceState(null, '', location.pathname + location.search); read(); form.q.focus(); });
  form.addEventListener('input', () => { look(); write(); });
  form.addEventListener('submit', submitted => submitted.preventDefault());
  addEventListener('hashchange', read);
  form.hidden = table.hidden = false;
  read();
})();
