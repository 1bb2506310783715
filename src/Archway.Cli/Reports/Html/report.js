// Filters and sorts the table of images. What is chosen stands behind the # of the address, so that a view can be passed on;
// without this script the page shows all.
(() => {
  const table = document.querySelector('.images');
  if (!table) return;
  const body = table.tBodies[0];
  const form = document.querySelector('.filter');
  const rows = [...body.rows].map(row => ({
    row,
    status: row.dataset.status,
    text: row.textContent.toLowerCase(),
    keys: { status: +row.dataset.rank, image: row.cells[1].textContent, uses: -row.cells[2].textContent },
  }));
  const boxes = [...form.elements].filter(box => box.name === 'status');
  let order = '';

  const fits = (row, words, statuses) => (statuses.length === 0 || statuses.includes(row.status)) && words.every(word => row.text.includes(word));

  function show() {
    const words = form.q.value.toLowerCase().split(/\s+/).filter(word => word);
    const statuses = boxes.filter(box => box.checked).map(box => box.value);
    let shown = 0;
    for (const one of rows) {
      one.row.hidden = !fits(one, words, statuses);
      if (!one.row.hidden) shown++;
    }
    form.querySelector('output').value = shown === rows.length ? `${shown} images` : shown === 0 ? 'no image is like that' : `${shown} of ${rows.length} images`;
  }

  function sort(by) {
    const [key, isBackwards] = by.startsWith('-') ? [by.slice(1), true] : [by, false];
    const sorted = [...rows];
    if (key in rows[0].keys)
      sorted.sort((one, other) => (one.keys[key] < other.keys[key] ? -1 : one.keys[key] > other.keys[key] ? 1 : 0) * (isBackwards ? -1 : 1));
    body.append(...sorted.map(one => one.row));
    for (const head of table.querySelectorAll('th[data-sort]')) {
      if (head.dataset.sort === key) head.setAttribute('aria-sort', isBackwards ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
  }

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const isView = ['q', 'status', 'sort'].some(name => asked.has(name));
    form.q.value = asked.get('q') ?? '';
    const statuses = (asked.get('status') ?? '').split(',');
    for (const box of boxes) box.checked = statuses.includes(box.value);
    order = asked.get('sort') ?? '';
    sort(order);
    show();
    if (isView) document.getElementById('images').scrollIntoView();
  }

  function write() {
    const view = new URLSearchParams();
    if (form.q.value) view.set('q', form.q.value);
    const statuses = boxes.filter(box => box.checked).map(box => box.value);
    if (statuses.length) view.set('status', statuses.join(','));
    if (order) view.set('sort', order);
    history.replaceState(null, '', '#' + view);
    show();
  }

  for (const head of table.querySelectorAll('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => {
      order = order === head.dataset.sort ? '-' + order : head.dataset.sort;
      sort(order);
      write();
    });
    head.replaceChildren(button);
  }
  form.addEventListener('input', write);
  form.addEventListener('submit', submitted => submitted.preventDefault());
  addEventListener('hashchange', read);
  read();
})();
